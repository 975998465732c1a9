"""Files of figures: kept, read by a worker, laid out, looked at, stored all or none."""
