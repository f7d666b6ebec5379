"""Typeset one paper and end: `python -m backwatch.outputs.pdf_worker`, JSON in, PDF or PNG out.

With drawings of the pages wanted, what comes out is JSON: "pdf" (base64), "pages" (SVG, the first
ones), and "count", how many pages there are.

A process of its own gives all memory back, cannot take the app down with it, and can be stopped.
Nothing is written to disk. Exit status 3: Typst is not installed. 1: the sheet cannot be typeset;
nothing about it is printed, because Typst's messages quote the person's own text.
"""

import base64
import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

from backwatch.outputs import letters

HERE = Path(__file__).resolve().parent
# One text in this order: a template that could take in other files could be made to read any.
TEMPLATES = ("start.typ", "charts.typ", "blocks.typ", "sheet.typ")
OTHERS = ("cards.typ", "paper_diary.typ", "paper_check.typ")  # each a whole paper of its own
MOST_SCRIPTS = 8  # tries with fonts of this computer, one script fewer each time


def template(name: str = "sheet.typ") -> bytes:
    """Return the whole template of the sheet, or of another paper."""
    parts = (name,) if name in OTHERS else TEMPLATES
    return b"\n".join((HERE / "templates" / part).read_bytes() for part in parts)


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
            template(job.get("template", "sheet.typ")),
            font_paths=fonts,
            sys_inputs={"data": json.dumps(sheet)},
            timestamp=job["timestamp"],
            **options,
        )

    def with_own_fonts(sheet: dict[str, Any]) -> tuple[dict[str, Any], Any] | None:
        """Return the sheet and its PDF with every letter that this computer has a font for.

        A script that it has none for is marked and the rest tried again. None: nothing helps.
        """
        for _ in range(MOST_SCRIPTS):
            try:
                return sheet, typeset(sheet, system_fonts=True, pdf_standards=["ua-1"])
            except typst.TypstError as error:
                refused = re.search(r'the text `"(.)', error.message)
                if refused is None:
                    return None
                gone = {letters.script(refused.group(1))}
                mark = partial(letters.mark_missing, scripts=gone)
                marked = letters.each_text(sheet, mark)
                if marked == sheet:
                    return None
                sheet = marked
        return None

    # PDF/UA-1 always, for the picture too: without it Typst drops a letter that has no shape.
    sheet, system_fonts, made = job["sheet"], False, None
    try:
        if job["every_letter"] is not None and (found := with_own_fonts(job["every_letter"])):
            (sheet, made), system_fonts = found, True
        if isinstance(job["page"], int):
            pages = typeset(sheet, system_fonts=system_fonts, format="png", ppi=job["ppi"])
            made = (pages if isinstance(pages, list) else [pages])[job["page"] - 1]
        elif made is None:
            made = typeset(sheet, system_fonts=False, pdf_standards=["ua-1"])
        if job["page"] == "drawn":
            pages = typeset(sheet, system_fonts=system_fonts, format="svg")
            every = pages if isinstance(pages, list) else [pages]
            drawn = {
                "pdf": base64.b64encode(made).decode(),
                "pages": [page.decode() for page in every[: job["most"]]],
                "count": len(every),
            }
            made = json.dumps(drawn).encode()
    except (typst.TypstError, IndexError):
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
