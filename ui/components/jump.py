"""Open a page at one of its parts, when the address names that part.

The parts above it are drawn a little later than the page itself, so the place is looked up again
for a second, until the person scrolls, taps or types.
"""

import streamlit as st

_JS = """
export default function (component) {
  const { data, parentElement } = component
  const mark = parentElement.querySelector("span")
  if (!mark || mark.bwDone) return
  mark.bwDone = true
  if (!data.go) return
  let left = false
  const leave = () => { left = true }
  for (const kind of ["wheel", "touchstart", "keydown", "mousedown"])
    window.addEventListener(kind, leave, { once: true, passive: true, capture: true })
  const go = () => {
    const place = document.getElementById(data.id)
    if (place && !left) place.scrollIntoView()
  }
  for (const wait of [30, 200, 500, 1000]) setTimeout(go, wait)
}
"""
_component = st.components.v2.component("bw_jump", html="<span hidden></span>\n", js=_JS)


def jump_to(element_id: str, *, go: bool) -> None:
    """Scroll to this element once, when the page is opened with `go`; later runs change nothing."""
    with st.container(key="quiet_jump"):
        _component(key="bw_jump", data={"id": element_id, "go": go})
