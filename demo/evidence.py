"""Files that show that figures are right: made of a few lines when the demo is loaded."""

from dataclasses import dataclass
from typing import Final

PDF: Final = ".pdf"
# Points from the left and from the bottom of an A4 sheet, and from line to line.
LEFT, TOP, STEP = 72, 770, 18


@dataclass(frozen=True)
class Attached:
    """What the manager of a unit attached to a figure of the last month."""

    unit: str
    kpi: str
    name: str
    note: str
    lines: tuple[str, ...]

    @property
    def content(self) -> bytes:
        """The file: a sheet of paper, or plain text."""
        if self.name.endswith(PDF):
            return sheet(self.lines)
        return "\r\n".join(self.lines).encode()


ATTACHED: Final = (
    Attached(
        "EFC-1AB",
        "VEH_AVAIL",
        "Vehicles by battalion.pdf",
        "Register on the last working day, signed by the workshop",
        (
            "1st Armoured Brigade, vehicles by battalion",
            "Taken from the fleet register on the last working day of the month.",
            "Idle vehicles wait for brake sets; the list of missing parts is with Depot North.",
        ),
    ),
    Attached(
        "EFC-14AR",
        "CRASHES",
        "Crashes on the pass.txt",
        "Numbers of the police reports",
        (
            "Four crashes on the northern pass, all in the week of black ice.",
            "Police reports 4411, 4412, 4417 and 4420; copies are in the adjutant's office.",
        ),
    ),
)


def sheet(lines: tuple[str, ...]) -> bytes:
    """Return some lines of plain letters as a PDF of one page."""
    shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    text = f"BT /F1 11 Tf {LEFT} {TOP} Td {STEP} TL {shown}ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    at = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    written += b"trailer << /Size %d /Root 1 0 R >>\n" % size
    return written + b"startxref\n%d\n%%%%EOF\n" % at


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
