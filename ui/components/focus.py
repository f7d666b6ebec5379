"""Move the focus to the heading when the screen changes, so that nobody is left at the old button.

Streamlit keeps the scroll place and the focus when a page draws itself again; the new heading would
be off the screen, and a screen reader would stay silent.
"""

import streamlit as st

_JS = """
export default function (component) {
  const { data } = component
  if (window.bwFocus === data.token) return
  const first = window.bwFocus === undefined
  window.bwFocus = data.token
  if (first) return
  const go = tries => {
    const heading = document.querySelector('[data-testid="stMain"] h1')
    if (!heading) { if (tries) setTimeout(() => go(tries - 1), 50); return }
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
    document.querySelector('[data-testid="stMain"]').scrollTo(0, 0)
  }
  setTimeout(() => go(20), 30)
}
"""
_component = st.components.v2.component("bw_focus", html="<span hidden></span>\n", js=_JS)


def focus_heading(token: str) -> None:
    """Move the focus to the page's heading whenever `token` is another one than before."""
    with st.container(key="quiet_focus"):
        _component(key="bw_focus", data={"token": token})
