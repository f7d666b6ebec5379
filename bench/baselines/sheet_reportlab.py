"""The same page 1 by ReportLab: paragraphs, tables and drawn charts, the same fonts. No tags."""

import io
import sys
from html import escape
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table
from sheet_content import Block, bottom, read, top

FONTS = Path(__file__).resolve().parents[2] / "backwatch" / "outputs" / "fonts"
WIDE, HIGH, LEFT = 184 * mm, 30 * mm, 24 * mm
TEXT = ParagraphStyle("text", fontName="N", fontSize=7.6, leading=8.8)
HEAD = ParagraphStyle("head", fontName="NB", fontSize=8.5, leading=10, spaceBefore=2)


class Charts(Flowable):
    """Both charts, drawn from the same numbers."""

    def __init__(self, chart: dict[str, Any]) -> None:
        super().__init__()
        self.chart, self.width, self.height = chart, WIDE, HIGH + 20 * mm

    def draw(self) -> None:
        """Draw on the canvas of the page."""
        c, pen = self.chart, self.canv
        cell, low = (WIDE - LEFT) / c["slots"], 18 * mm

        def y(value: float) -> float:
            return low + HIGH * value / 10

        pen.setFont("N", 7)
        pen.setLineWidth(0.4)
        pen.setFillGray(0.93)
        pen.rect(LEFT, y(7), WIDE - LEFT, y(10) - y(7), stroke=0, fill=1)
        for value in (0, 4, 7, 10):
            pen.line(LEFT, y(value), WIDE, y(value))
            pen.setFillGray(0)
            pen.drawRightString(LEFT - 2 * mm, y(value) - 2, str(value))
        for day, value in enumerate(c["worst"]):
            x = LEFT + cell * (day + 0.5)
            if value is None:
                pen.setFillGray(0.8)
                pen.rect(x - cell / 2, low, cell, HIGH, stroke=0, fill=1)
            else:
                pen.circle(x, y(value), 2, fill=0)
        before = None
        pen.setLineWidth(1.8)
        for day, value in enumerate(c["line"]):
            now = None if value is None else (LEFT + cell * (day + 0.5), y(value))
            if before and now:
                pen.line(*before, *now)
            before = now
        pen.setLineWidth(0.4)
        for day, night in enumerate(c["woken"]):
            if night is not None:
                pen.setFillGray(0 if night else 1)
                pen.rect(LEFT + cell * day, low - 8 * mm, 2 * mm, 2 * mm, fill=1)
        pen.setFillGray(0)
        for day, label in c["ticks"]:
            pen.drawCentredString(LEFT + cell * day, low - 4 * mm, label)
        for number, bar in enumerate(c["bars"]):
            end = c["slots"] if bar["end"] is None else bar["end"]
            wide = cell * (end - bar["first"])
            pen.rect(LEFT + cell * bar["first"], low - (11 + 3 * number) * mm, wide, 2 * mm)


def _block(block: Block, wide: float) -> list[Any]:
    out: list[Any] = [Paragraph(escape(block.heading), HEAD)] if block.heading else []
    if block.text:
        out.append(Paragraph(escape(block.text), TEXT))
    rows = [list(row) for row in block.rows] or ([block.head, *block.table] if block.table else [])
    if rows:
        cells = [[Paragraph(escape(cell), TEXT) for cell in row] for row in rows]
        table = Table(cells, colWidths=[wide / len(rows[0])] * len(rows[0]))
        table.setStyle(
            [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
        )
        out.append(table)
    return out


def main() -> None:
    """Write the PDF to standard output."""
    d = read()
    pdfmetrics.registerFont(TTFont("N", str(FONTS / "NotoSans-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("NB", str(FONTS / "NotoSans-Bold.ttf")))
    story: list[Any] = [part for block in top(d) for part in _block(block, WIDE)]
    if d["chart"]:
        story += [Paragraph(escape(d["chart"]["heading"]), HEAD), Charts(d["chart"])]
    low, half = bottom(d), WIDE / 2
    left, right = ([p for b in part for p in _block(b, half - 12)] for part in (low[:3], low[3:5]))
    story.append(Table([[left, right]], colWidths=[half, half]))
    story += [part for block in low[5:] for part in _block(block, WIDE)]
    made = io.BytesIO()
    SimpleDocTemplate(
        made, pagesize=A4, leftMargin=13 * mm, rightMargin=13 * mm, topMargin=8, bottomMargin=8
    ).build(story)
    sys.stdout.buffer.write(made.getvalue())


if __name__ == "__main__":
    main()
