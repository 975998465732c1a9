from django.conf import settings

from osm.release import program_files


def paths():
    root = settings.BASE_DIR
    return [file.relative_to(root) for file in program_files(root)]


def test_the_release_is_made_of_all_that_a_page_is_made_of():
    names = {
        file.relative_to(settings.BASE_DIR).as_posix() for file in program_files(settings.BASE_DIR)
    }
    assert {
        "osm/today.py",
        "scorecard/charts/courses.py",
        "templates/base.html",
        "static/css/base.css",
        "static/js/app.js",
        "requirements/run.txt",
    } <= names


def test_what_changes_by_itself_is_not_part_of_it():
    tops = {
        file.relative_to(settings.BASE_DIR).parts[0] for file in program_files(settings.BASE_DIR)
    }
    assert tops.isdisjoint({"var", "tests", "staticfiles", ".venv", ".git", "docs"})
