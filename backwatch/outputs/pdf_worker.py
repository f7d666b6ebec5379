"""Typeset one paper and end: `python -m backwatch.outputs.pdf_worker`, data in, PDF or PNG out.

A process of its own gives all memory back, cannot take the app down with it, and can be stopped.
Nothing is written to disk. Three lines come in: the file's time, the page as a picture (0 for the
PDF), its dots per inch, how many pages to draw beside the PDF, and the template; the sheet as JSON;
the sheet with letters that our fonts do not have, or nothing. With drawings, what comes out is a
line with the number of pages and the length of each part, then the PDF and the drawings (SVG), one
after the other. Exit status 3: Typst is not installed. 1: the sheet cannot be typeset; nothing of
it is printed, because Typst's messages quote the person's own text.
"""

# Each import here is waited for, again for every sheet: the others stand where they are needed.
import sys
from typing import Any

MOST_SCRIPTS = 8  # tries with fonts of this computer, one script fewer each time
# One text in this order: a template that could take in other files could be made to read any.
TEMPLATES = ("start.typ", "charts.typ", "blocks.typ", "sheet.typ")
OTHERS = ("cards.typ", "paper_diary.typ", "paper_check.typ")  # each a whole paper of its own
_HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."


def template(name: str = "sheet.typ") -> bytes:
    """Return the whole template of the sheet, or of another paper."""
    parts = []
    for part in (name,) if name in OTHERS else TEMPLATES:
        with open(f"{_HERE}/templates/{part}", "rb") as file:  # noqa: PTH123 (pathlib takes 5 ms)
            parts.append(file.read())
    return b"\n".join(parts)


def main() -> int:
    """Typeset what standard input holds and return the exit status."""
    try:
        import typst
    except ImportError:
        return 3

    head, sheet, every_letter = sys.stdin.buffer.read().decode().split("\n")
    *numbers, name = head.split()
    timestamp, page, ppi, most = (int(number) for number in numbers)

    def typeset(data: str, *, system_fonts: bool, **options: Any) -> Any:
        fonts = typst.Fonts(
            include_system_fonts=system_fonts,
            include_embedded_fonts=False,
            font_paths=[f"{_HERE}/fonts"],
        )
        return typst.compile(
            template(name),
            font_paths=fonts,
            sys_inputs={"data": data},
            timestamp=timestamp,
            **options,
        )

    def with_own_fonts(data: str) -> tuple[str, Any] | None:
        """Return the sheet and its PDF with every letter that this computer has a font for.

        A script that it has none for is marked and the rest tried again. None: nothing helps.
        """
        import json
        import re
        from functools import partial

        from backwatch.outputs import letters

        for _ in range(MOST_SCRIPTS):
            try:
                return data, typeset(data, system_fonts=True, pdf_standards=["ua-1"])
            except typst.TypstError as error:
                refused = re.search(r'the text `"(.)', error.message)
                if refused is None:
                    return None
                mark = partial(letters.mark_missing, scripts={letters.script(refused.group(1))})
                marked = json.dumps(letters.each_text(json.loads(data), mark))
                if marked == data:
                    return None
                data = marked
        return None

    # PDF/UA-1 always, for the picture too: without it Typst drops a letter that has no shape.
    system_fonts, made = False, None
    try:
        if every_letter and (found := with_own_fonts(every_letter)):
            (sheet, made), system_fonts = found, True
        if page:
            pages = typeset(sheet, system_fonts=system_fonts, format="png", ppi=ppi)
            made = (pages if isinstance(pages, list) else [pages])[page - 1]
        elif made is None:
            made = typeset(sheet, system_fonts=False, pdf_standards=["ua-1"])
        if most:
            pages = typeset(sheet, system_fonts=system_fonts, format="svg")
            every = pages if isinstance(pages, list) else [pages]
            parts = [made, *every[:most]]
            sizes = " ".join(str(number) for number in (len(every), *map(len, parts)))
            made = b"".join((sizes.encode(), b"\n", *parts))
    except (typst.TypstError, IndexError):
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
