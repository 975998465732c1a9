"""Exchange packages for tests: a small sound one, folders made of it, and ways there and back."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from osm.exchange import RefusedError, import_package
from osm.export import export_package

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

SMALL = {
    "organization": "name,fiscal_year_start_month,time_zone\nArmy of Aldmark,1,Europe/Oslo\n",
    "units": "code,name,parent\nHQ,Army HQ,\nCMD,Eastern Field Command,HQ\nMARA,1st Brigade,CMD\n"
    "NILS,4th Brigade,CMD\n",
    "perspectives": "code,name,weight\nPRO,Processes,2\n",
    "objectives": "code,name,unit,perspective\nREADY,Units are ready,HQ,PRO\n",
    "kpis": "code,name,unit_rule,weight_kpi\nFUEL,Fuel used,sum,\nFIT,Vehicles fit,ratio,\n"
    "MOOD,Mood of the unit,weighted_mean,FUEL\n",
    "scorecard": "unit,objective,kpi,weight,critical\nHQ,READY,FIT,2,1\n",
    "targets": "unit,kpi,period,goal,red_flag\nHQ,FIT,FY2026,0.8,0.7\n",
    "values": "unit,kpi,period,value,numerator,denominator\n"
    "MARA,FUEL,2026-01,10.50,,\nNILS,FUEL,2026-01,7,,\nMARA,FIT,2026-01,,90,100\n",
}
# Something in every file.
WHOLE = SMALL | {
    "placements": "unit,parent,valid_from\nMARA,HQ,2024-01-01\nMARA,CMD,2025-01-01\n",
    "people": "email,name,unit,role,valid_until\nada@aldmark.example,Ada,HQ,osm_staff,\n"
    "mara@aldmark.example,Mara,MARA,unit_manager,\nmara@aldmark.example,Mara,CMD,employee,\n"
    "guest@aldmark.example,Guest,NILS,consultant,2027-12-31\n",
    "perspectives": "code,name,position,weight,critical,valid_from\nPRO,Processes,1,2,1,\n"
    "PRO,Processes,1,3,0,2026-01-01\n",
    "themes": "code,name,position\nNOW,Ready now,1\n",
    "objectives": "code,name,unit,perspective,theme,owner,weight,valid_from\n"
    "READY,Units are ready,HQ,PRO,NOW,ada@aldmark.example,1,\n"
    "READY,Units stay ready,HQ,PRO,,Brandt,2,2026-01-01\nOWN,Own,MARA,PRO,,,1,\n",
    "kpis": "code,name,unit_rule,weight_kpi,target_profile,minimum,owner,valid_from\n"
    "FUEL,Fuel used,sum,,1 1 1 1 1 1 1 1 1 1 1 9.5,0,Ada,\nFIT,Vehicles fit,ratio,,,,,\n"
    "MOOD,Mood of the unit,weighted_mean,FUEL,,,mara@aldmark.example,\n"
    "MOOD,Mood of the unit,mean,,,,mara@aldmark.example,2026-01-01\n",
    "scorecard": "unit,objective,kpi,weight,critical,owner,valid_from\nHQ,READY,FIT,2,1,,\n"
    "HQ,READY,FIT,1,0,Ada,2026-01-01\nMARA,READY,FUEL,1,0,,\n",
    "reporters": "unit,kpi,first_period,last_period,person,approver\n"
    "MARA,FUEL,2025-01,,mara@aldmark.example,ada@aldmark.example\nNILS,FUEL,,2026-06,,\n"
    "MARA,FIT,,,,\n",
    "targets": "unit,kpi,period,goal,red_flag,baseline,stretch\nHQ,FIT,FY2026,0.8,0.7,,\n"
    "MARA,FUEL,2026-Q1,10,20,30,5.5\nMARA,FUEL,2026-02,11,,,\n",
    "initiatives": "code,name,unit,stage,start,end,budget,spent,owner,description\n"
    'DEPOT,Depot,HQ,launched,2026-01-01,2026-12-31,1200.50,0,Brandt,"Two\nlines"\n'
    "OWN,Own,MARA,,,,,,ada@aldmark.example,\n",
    "initiative_objectives": "initiative,objective,contribution\nDEPOT,READY,9\nOWN,READY,\n",
}


def write(folder, **files):
    """Write files by name without ending; text or bytes."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def bring_in(folder, **files):
    """Import the files and nothing else."""
    for old in folder.glob("*.csv"):
        old.unlink()
    return import_package(actor=None, path=write(folder, **files))


def bring_in_small(folder, **files):
    """Import the small sound package with some of its files replaced."""
    return bring_in(folder, **(SMALL | files))


def refusal(folder, **files):
    """Import what must be refused; return its problems."""
    with pytest.raises(RefusedError) as refused:
        bring_in(folder, **files)
    return refused.value.problems


def refusal_of_small(folder, **files):
    """Import the small package with replaced files that must be refused; return its problems."""
    return refusal(folder, **(SMALL | files))


def shared_package(name):
    """Return the folder of a real package, or skip where it is not at hand."""
    folder = SHARED / name / "package"
    if not folder.is_dir():
        pytest.skip(f"the real data {folder} are not at hand")
    return folder


@contextmanager
def forgotten():
    """Let a database forget what is written into it meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def content(path):
    """Return the bytes of a package: by name those of a folder, or those of the file."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir()}
    return path.read_bytes()


def there_and_back(package, first, second):
    """Import, export, and do both again from an empty database; return what was exported."""
    with forgotten():
        import_package(actor=None, path=package)
        export_package(path=first)
        again = import_package(actor=None, path=first)
        assert (again.added, again.changed) == (0, 0)
    with forgotten():
        import_package(actor=None, path=first)
        export_package(path=second)
    return content(first), content(second)
