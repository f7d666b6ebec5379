"""A drawing in SVG that stands in the page itself and takes its colours from there.

Streamlit's own HTML element throws SVG away. What is shown is our own markup: whoever makes it
escapes every text in it.
"""

import streamlit as st

_JS = """
export default function (component) {
  const { data, parentElement } = component
  const root = parentElement.querySelector(".bw-drawing"); if (!root) return
  root.setAttribute("aria-label", data.alt)
  if (root.bwShown === data.markup) return
  root.bwShown = data.markup
  root.innerHTML = data.markup
}
"""
_component = st.components.v2.component(
    "bw_drawing",
    html='<div class="bw-drawing" role="img"></div>\n',
    js=_JS,
    isolate_styles=False,
)


def drawing(markup: str, *, alt: str, key: str) -> None:
    """Show a drawing. `alt` says the same in words."""
    _component(key=key, data={"markup": markup, "alt": alt})
