"""`demo/run.py` runs as a program: the modules beside it come first."""

import sys
from pathlib import Path

import demo

FOLDER = Path(demo.__path__[0])


def test_no_module_of_the_demo_hides_one_of_the_standard_library():
    names = {file.stem for file in FOLDER.glob("*.py")}
    assert "run" in names
    assert names & sys.stdlib_module_names == set()
