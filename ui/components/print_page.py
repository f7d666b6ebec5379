"""A button that opens the browser's own print window for the page that is open."""

import streamlit as st

from ui.components.copy import BUTTON_CSS

_HTML = """
<button type="button"></button>
"""

_JS = """
export default function (component) {
  const { data, parentElement } = component
  const button = parentElement.querySelector("button")
  if (!button) return
  button.textContent = data.label
  button.onclick = () => window.print()
}
"""
_component = st.components.v2.component("bw_print_page", html=_HTML, css=BUTTON_CSS, js=_JS)


def print_button(*, key: str, label: str = "Print this page") -> None:
    """Show the button. It is not on the printed page itself."""
    _component(key=key, data={"label": label})
