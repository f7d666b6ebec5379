"""What every Plotly figure looks like: colours, letters, and a finger that scrolls the page."""

from dataclasses import dataclass
from typing import Any

FONT = "Source Sans, sans-serif"  # what the page itself is set in


@dataclass(frozen=True)
class Colours:
    """The colours of a chart on the page's background."""

    day: str
    night: str
    ink: str
    line: str
    gap: str
    card: str


LIGHT = Colours("#B5500B", "#2A4B9B", "#14201F", "#D7DEDB", "#EEF1F0", "#FFFFFF")
DARK = Colours("#F0A45D", "#93B5FF", "#E8EFED", "#2E3A38", "#232E2B", "#18211F")


def layout(colours: Colours, height: int = 340) -> dict[str, Any]:
    """Return a Plotly layout without a toolbar, dragging or a legend, on the card's colour."""
    return {
        "template": "none",  # Plotly's own would be sent with each chart, and all is set here
        "height": height,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x",
        "margin": {"l": 34, "r": 52, "t": 28, "b": 36},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": colours.ink, "size": 15, "family": FONT},
    }
