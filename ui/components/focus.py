"""Move the focus to the heading when the screen changes, so that nobody is left at the old button.

Streamlit keeps the scroll place and the focus when a page draws itself again; the new heading would
be off the screen, and a screen reader would stay silent. Where only a part of a page changes, the
focus goes to that part.
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

# The place may be drawn a little later, and what is drawn anew takes the focus away once more: it
# is given again for a second, until the person does something.
_PART_JS = """
export default function (component) {
  const { data } = component
  if (!data.token || window.bwFocusPart === data.token) return
  window.bwFocusPart = data.token
  let left = false, shown = null
  const leave = () => { left = true }
  for (const kind of ["wheel", "touchstart", "keydown", "mousedown"])
    window.addEventListener(kind, leave, { once: true, passive: true, capture: true })
  const go = () => {
    const main = document.querySelector('[data-testid="stMain"]')
    const place = !left && main && main.querySelector(data.place)
    if (!place || place === document.activeElement) return
    if (!place.matches("a,button,input")) place.tabIndex = -1
    place.focus({ preventScroll: true })
    if (place === shown) return
    shown = place
    const { top, bottom } = place.getBoundingClientRect(), frame = main.getBoundingClientRect()
    if (top < frame.top + 60 || bottom > frame.top + frame.height * 0.6)
      main.scrollBy(0, top - frame.top - 90)
  }
  for (const wait of [30, 150, 400, 900]) setTimeout(go, wait)
}
"""
_part = st.components.v2.component("bw_focus_part", html="<span hidden></span>\n", js=_PART_JS)


def focus_heading(token: str) -> None:
    """Move the focus to the page's heading whenever `token` is another one than before."""
    with st.container(key="quiet_focus"):
        _component(key="bw_focus", data={"token": token})


def focus_part(place: str, token: str) -> None:
    """Move the focus to the first element that the selector `place` finds, once for each `token`.

    An empty token moves nothing.
    """
    with st.container(key="quiet_focus_part"):
        _part(key="bw_focus_part", data={"place": place, "token": token})
