"""The same page 1 by WeasyPrint: HTML with the charts as SVG, tagged, the same fonts."""

import html
import sys
from pathlib import Path
from typing import Any

import weasyprint
from sheet_content import Block, bottom, read, top

FONTS = Path(__file__).resolve().parents[2] / "backwatch" / "outputs" / "fonts"
WIDE, HIGH, LEFT = 184.0, 30.0, 24.0


def _chart(c: dict[str, Any]) -> str:
    cell = (WIDE - LEFT) / c["slots"]
    found = [f'<rect x="{LEFT}" y="1" width="{WIDE - LEFT}" height="{HIGH * 0.3}" fill="#eee"/>']

    def y(value: float) -> float:
        return 1 + HIGH * (1 - value / 10)

    for value in (0, 4, 7, 10):
        found.append(
            f'<line x1="{LEFT}" x2="{WIDE}" y1="{y(value)}" y2="{y(value)}" stroke="#aaa"/>'
        )
        found.append(f'<text x="{LEFT - 4}" y="{y(value) + 1}" font-size="2.6">{value}</text>')
    run: list[str] = []
    for day, value in enumerate([*c["line"], None]):
        if value is not None:
            run.append(f"{LEFT + cell * (day + 0.5)},{y(value)}")
        elif run:
            found.append(f'<polyline points="{" ".join(run)}" fill="none" stroke="#000"/>')
            run = []
    for day, value in enumerate(c["worst"]):
        x = LEFT + cell * (day + 0.5)
        if value is None:
            found.append(
                f'<rect x="{x - cell / 2}" y="1" width="{cell}" height="{HIGH}" fill="#ccc"/>'
            )
        else:
            found.append(f'<circle cx="{x}" cy="{y(value)}" r="0.7" fill="#fff" stroke="#000"/>')
    for day, night in enumerate(c["woken"]):
        if night is not None:
            fill = "#000" if night else "#fff"
            x = LEFT + cell * day
            found.append(
                f'<rect x="{x}" y="{HIGH + 5}" width="2" height="2" fill="{fill}" stroke="#000"/>'
            )
    for day, label in c["ticks"]:
        found.append(f'<text x="{LEFT + cell * day}" y="{HIGH + 4}" font-size="2.4">{label}</text>')
    for number, bar in enumerate(c["bars"]):
        end = c["slots"] if bar["end"] is None else bar["end"]
        wide = cell * (end - bar["first"])
        x = LEFT + cell * bar["first"]
        found.append(
            f'<rect x="{x}" y="{HIGH + 8 + 3 * number}" width="{wide}" height="2" fill="#ccc"/>'
        )
    body = "".join(found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}mm" height="{HIGH + 16}mm" '
        f'viewBox="0 0 {WIDE} {HIGH + 16}" stroke-width="0.2">{body}</svg>'
    )


def _block(block: Block) -> str:
    said = html.escape
    out = f"<h2>{said(block.heading)}</h2>" if block.heading else ""
    if block.text:
        out += f"<p>{said(block.text)}</p>"
    if block.rows:
        cells = "".join(f"<tr><th>{said(a)}</th><td>{said(b)}</td></tr>" for a, b in block.rows)
        out += f"<table>{cells}</table>"
    if block.table:
        head = "".join(f"<th>{said(cell)}</th>" for cell in block.head)
        rows = "".join(
            "<tr>" + "".join(f"<td>{said(cell)}</td>" for cell in row) + "</tr>"
            for row in block.table
        )
        out += f"<table><thead><tr>{head}</tr></thead>{rows}</table>"
    return f"<div>{out}</div>"


def main() -> None:
    """Write the PDF to standard output."""
    d = read()
    chart = d["chart"]
    charts = f"<h2>{chart['heading']}</h2>{_chart(chart)}" if chart else ""
    faces = "".join(
        f"@font-face {{font-family: N; font-weight: {weight}; src: url({name.as_uri()})}}"
        for weight, name in (
            (400, FONTS / "NotoSans-Regular.ttf"),
            (700, FONTS / "NotoSans-Bold.ttf"),
        )
    )
    low = bottom(d)
    page = (
        f"<html lang=en><head><title>{html.escape(d['title'])}</title><style>{faces}"
        "@page {size: A4; margin: 11mm 13mm} body {font: 7.6pt N; line-height: 1.15; margin: 0}"
        "h2 {font-size: 8.5pt; margin: 1mm 0 0} p {margin: 0.5mm 0} th {text-align: left}"
        "table {border-collapse: collapse; font-size: 7.2pt} .two {columns: 2}"
        "</style></head><body>"
        f"{''.join(map(_block, top(d)))}{charts}"
        f"<div class=two>{''.join(map(_block, low[:5]))}</div>{''.join(map(_block, low[5:]))}"
        "</body></html>"
    )
    made = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
