"""Typeset one paper and end: `python -m backwatch.outputs.pdf_worker`, JSON in, PDF or PNG out.

With drawings of the pages wanted, what comes out is JSON: "pdf" (base64), "pages" (SVG, the first
ones), and "count", how many pages there are.

A process of its own gives all memory back, cannot take the app down with it, and can be stopped.
Nothing is written to disk. Exit status 3: Typst is not installed. 1: the sheet cannot be typeset;
nothing about it is printed, because Typst's messages quote the person's own text.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# One text in this order: a template that could take in other files could be made to read any.
TEMPLATES = ("start.typ", "charts.typ", "blocks.typ", "sheet.typ")


def template(name: str = TEMPLATES[-1]) -> bytes:
    """Return the whole template of a paper; that of the sheet has several files."""
    names = TEMPLATES if name == TEMPLATES[-1] else (Path(name).name,)
    return b"\n".join((HERE / "templates" / each).read_bytes() for each in names)


def main() -> int:
    try:
        import typst
    except ImportError:
        return 3

    job: dict[str, Any] = json.load(sys.stdin.buffer)

    def typeset(sheet: dict[str, Any], *, system_fonts: bool, **options: Any) -> Any:
        fonts = typst.Fonts(
            include_system_fonts=system_fonts,
            include_embedded_fonts=False,
            font_paths=[str(HERE / "fonts")],
        )
        return typst.compile(
            template(job.get("template", TEMPLATES[-1])),
            font_paths=fonts,
            sys_inputs={"data": json.dumps(sheet)},
            timestamp=job["timestamp"],
            **options,
        )

    # PDF/UA-1 always, for the picture too: without it Typst drops a letter that has no shape.
    sheet, system_fonts = job["sheet"], False
    try:
        made = None
        if job["every_letter"] is not None:
            try:
                made = typeset(job["every_letter"], system_fonts=True, pdf_standards=["ua-1"])
                sheet, system_fonts = job["every_letter"], True
            except typst.TypstError:
                pass  # this computer has no font for them either: print the marks
        if isinstance(job["page"], int):
            pages = typeset(sheet, system_fonts=system_fonts, format="png", ppi=job["ppi"])
            made = (pages if isinstance(pages, list) else [pages])[job["page"] - 1]
        elif made is None:
            made = typeset(sheet, system_fonts=False, pdf_standards=["ua-1"])
        if job["page"] == "drawn":
            pages = typeset(sheet, system_fonts=system_fonts, format="svg")
            every = pages if isinstance(pages, list) else [pages]
            found = {
                "pdf": base64.b64encode(made).decode(),
                "pages": [page.decode() for page in every[: job["most"]]],
                "count": len(every),
            }
            made = json.dumps(found).encode()
    except (typst.TypstError, IndexError):
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
