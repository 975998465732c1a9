"""Files that mean harm, or are broken: each with the words with which it is refused."""

import io
import zipfile

from xlsxwriter import Workbook

from core.package_archive import MEGABYTE

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def book(*rows, name="Sheet1"):
    """Return a sound workbook."""
    file = io.BytesIO()
    with Workbook(file) as workbook:
        page = workbook.add_worksheet(name)
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return file.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    """Return parts as an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _with(**parts):
    sound = parts_of(book(("Unit", "Figure"), ("HQ", 7)))
    return packed(sound | {name.replace("__", "/"): content for name, content in parts.items()})


def _corner():
    file = io.BytesIO()
    with Workbook(file) as workbook:
        workbook.add_worksheet().write(1_048_575, 16_383, "x")
    return file.getvalue()


def _repeated():
    file = io.BytesIO()
    with Workbook(file) as workbook:
        page = workbook.add_worksheet()
        for row in range(60_000):
            page.write_string(row, 0, "A" * 32_000)
    return file.getvalue()


def _entities():
    strings = parts_of(book(("Unit",)))["xl/sharedStrings.xml"]
    head, tail = strings.split(b"\n", 1)
    entity = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
    return packed(parts_of(book(("Unit",))) | {"xl/sharedStrings.xml": head + entity + tail})


def _many_sheets():
    file = io.BytesIO()
    with Workbook(file) as workbook:
        for _ in range(300):
            workbook.add_worksheet()
    return file.getvalue()


def _ods_repeats():
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="A">'
        f'<table:table-row table:number-rows-repeated="1048576">{cell}<text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


#: What it is -> its name, what makes it, and words of the refusal.
HOSTILE = {
    "bomb": ("a.xlsx", lambda: _with(xl__worksheets__sheet1=b"0" * 60 * MEGABYTE), "-fold"),
    "entities": ("a.xlsx", _entities, "declares things"),
    "wide": ("a.xlsx", lambda: book(tuple(f"c{n}" for n in range(16_000))), "200 columns"),
    "twenty thousand columns": ("a.csv", lambda: b";".join([b"7"] * 20_000), "200 columns"),
    "last corner": ("a.xlsx", _corner, "200 columns"),
    "repeated text": ("a.xlsx", _repeated, "claims more cells"),
    "repeated cells": ("a.ods", _ods_repeats, ""),
    "many sheets": ("a.xlsx", _many_sheets, "at most 200"),
    "macros": ("a.xlsx", lambda: _with(xl__vbaProject=b"x"), "macros"),
    "macros by name": ("a.xlsm", lambda: book(("Unit",)), "not read"),
    "old macros": ("a.xls", lambda: COMPOUND + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
    "an old one as a new one": ("a.xlsx", lambda: COMPOUND + b"\0" * 600, "holds .xls"),
    "a new one as an old one": ("a.xls", lambda: book(("Unit",)), "holds .xlsx"),
    "text as a workbook": ("a.xlsx", lambda: b"<html><table>", "holds .csv"),
    "a workbook as text": ("a.csv", lambda: book(("Unit",)), "holds .xlsx"),
    "locked": ("a.xlsx", lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password"),
    "cut off": ("a.xlsx", lambda: book(("Unit",) * 50)[:-900], "no sound"),
    "old and cut off": ("a.xls", lambda: COMPOUND + b"\0" * 600, "cannot be read"),
    "an archive": ("a.xlsx", lambda: packed({"a.txt": "x"}), "no workbook"),
    "nul": ("a.csv", lambda: b"Unit;Fi\0gure", "NUL"),
    "utf-16 without its mark": ("a.csv", lambda: "Unit;Wert".encode("utf-16-le"), "NUL"),
    "half a letter": ("a.csv", lambda: b"\xff\xfeU\0n", "cannot be read"),
    "an open quote": ("a.csv", lambda: b'Unit;"Figure\nHQ;7', "as CSV"),
    "a novel in a cell": ("a.csv", lambda: b"Unit;" + b"a" * 40_000, "more text"),
}
