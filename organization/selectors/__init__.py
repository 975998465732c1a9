"""What pages and programs are told of units, people and their deputies."""
