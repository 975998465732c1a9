"""What the documentation points to is there: pages, headings, pictures, files, `make` doors."""

import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"`([\w./-]+/(?:[\w.-]+\.(?:py|html|js|css|json|md|yml|toml))?)`")
DOOR = re.compile(r"make ([a-z]+)\b")
# A file whose place is made by those who run OSM.
MADE = ("var/", "/")
MOST_BYTES = 200_000


def named(path):
    return str(path.relative_to(ROOT))


def anchors(page):
    """Return the headings of a page as links name them."""
    words = [heading.lower().replace(" ", "-") for heading in HEADING.findall(page.read_text())]
    return {re.sub(r"[^\w-]", "", word) for word in words}


def broken_links(page):
    """Return the links of a page that lead nowhere; those to other sites are not followed."""
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    return [link for link in links if not leads_somewhere(page, *f"{link}#".split("#")[:2])]


def leads_somewhere(page, path, anchor):
    target = (page.parent / path) if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def files():
    folders = [each for each in ROOT.iterdir() if each.is_dir() and not each.name.startswith(".")]
    below = chain.from_iterable(folder.rglob("*") for folder in folders)
    return {f"/{named(each)}{'/' if each.is_dir() else ''}" for each in (*folders, *below)}


KNOWN = files()


def missing_files(text):
    """Return the files and folders that a text names, by the root or an app, and that are not."""
    places = [place for place in CODE.findall(text) if not place.startswith(MADE)]
    return [place for place in places if not any(file.endswith(f"/{place}") for file in KNOWN)]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_is_named_is_there(page):
    assert missing_files(page.read_text()) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_door_that_is_named_is_in_the_makefile(page):
    doors = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named_in_code = re.findall(r"`(make [^`]+)`|^(make .+)$", page.read_text(), re.MULTILINE)
    assert set(DOOR.findall(" ".join(chain(*named_in_code)))) - doors == set()


def test_every_picture_is_shown_and_small():
    text = "".join(page.read_text() for page in PAGES)
    pictures = sorted((ROOT / "docs" / "screenshots").glob("*.png"))
    assert [each.name for each in pictures if each.name not in text] == []
    assert [each.name for each in pictures if each.stat().st_size > MOST_BYTES] == []


def test_the_net_catches_a_link_a_heading_and_a_file_that_are_not_there(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A heading\n[a](gone.md) [b](#a-heading) [c](#another)")
    assert broken_links(page) == ["gone.md", "#another"]
    assert missing_files("`core/utils.py` and `services/entries.py`") == ["core/utils.py"]
