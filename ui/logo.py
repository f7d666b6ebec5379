"""The mark: five leaning vertebrae, the middle one watched. The same five steps as the ladder."""

_BARS = ((13, 6, 10), (11, 12, 12), (10, 18, 14), (11, 24, 14), (13, 30, 15))
_FONT = "Segoe UI,Helvetica Neue,Noto Sans,Liberation Sans,Arial,sans-serif"


def logo(*, dark: bool = False, word: bool = True) -> str:
    """Return the logo as SVG; without the word it is the square tile."""
    bars = "".join(
        f'<rect x="{x}" y="{y}" width="{width}" height="4" rx="2" '
        f'fill="{"#FFC27A" if y == 18 else "#fff"}"/>'
        for x, y, width in _BARS
    )
    ink = "#E8EFED" if dark else "#14201F"
    text = (
        f'<text x="50" y="28" font-family="{_FONT}" font-size="22" font-weight="600" '
        # Pictures cannot use the page's font; whichever there is, the word fits its place.
        f'textLength="112" lengthAdjust="spacingAndGlyphs" fill="{ink}">Backwatch</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {170 if word else 40} 40" '
        f'height="40"><title>Backwatch</title><rect width="40" height="40" rx="10" '
        f'fill="#0B5561"/>{bars}{text if word else ""}</svg>'
    )
