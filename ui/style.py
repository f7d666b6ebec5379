"""The style sheet of every page.

The server puts a link to it into the page itself, so it is there before the first word and is not
sent again with every run. Without our server (a script runner, a test) the page draws it.
"""

import base64
from pathlib import Path

import streamlit as st

SHEET = (Path(__file__).parent / "bw.css").read_text(encoding="utf-8")
ADDRESS = "/bw.css"
# At the end of the body: what Streamlit adds to the head later must not win over it.
LINK = f'<link rel="stylesheet" href="{ADDRESS}"></body>'.encode()

in_page = False  # the server says so when it starts


def draw() -> None:
    """Draw the sheet, where it does not come with the page."""
    if not in_page:
        st.html(f"<style>{SHEET}</style>")


def linked(page: bytes) -> bytes:
    """Return a page with the link at the end of its body."""
    return page.replace(b"</body>", LINK, 1)


def as_address(data: bytes, kind: str) -> str:
    """Return a picture as an address that holds it."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
