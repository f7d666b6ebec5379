"""Links between articles without loading the app anew, and the place on the page that goes along.

A link of the class bw-open is a real link: opened in a new tab it works by its address. Pressed
here, its address is handed to `on_open`. Going back shows the list where it was left, with the
focus on the link that was used; a heading named by the address gets the focus.
"""

from collections.abc import Callable

import streamlit as st

from ui import state

_JS = """
const main = () => document.querySelector('[data-testid="stMain"]')
const address = () => location.pathname + location.search
const begin = () => {
  const kept = window.bwLearn = { places: new Map(), links: new Map(), back: false, jumps: [] }
  kept.keep = () => { if (kept.shown && main()) kept.places.set(kept.shown, main().scrollTop) }
  window.addEventListener("popstate", () => {
    if (kept.shown && kept.address === address()) {  // to a heading of the same article, or back
      const place = kept.jumping ? undefined : kept.jumps.pop()
      kept.jumping = false
      if (place !== undefined) setTimeout(() => main().scrollTo(0, place), 50)
      return
    }
    kept.keep()
    kept.back = true
  }, true)
  document.addEventListener("click", event => {
    kept.keep()
    kept.back = false
    const link = event.target.closest && event.target.closest("a")
    if (!link || !kept.open || event.button || event.ctrlKey || event.metaKey || event.shiftKey)
      return
    if ((link.getAttribute("href") || "").startsWith("#")) {
      kept.jumps.push(main().scrollTop)
      kept.jumping = true
      return
    }
    if (!link.matches(".bw-open")) {
      // The menu's own link to the page that is open does nothing: it leads back to the list.
      if (link.pathname.endsWith("/learn") && !link.search && !link.hash) kept.open("learn")
      return
    }
    event.preventDefault()
    kept.links.set(kept.shown, link.getAttribute("href"))
    kept.open(link.getAttribute("href"))
  }, true)
  return kept
}
export default function (component) {
  const { data, setTriggerValue, parentElement } = component
  const fresh = !window.bwLearn
  const kept = window.bwLearn || begin()
  kept.open = address => setTriggerValue("open", address)
  const leave = () => { kept.open = null; kept.shown = null }
  const mark = parentElement.querySelector("span")
  kept.shown = data.token
  setTimeout(() => { kept.address = address() }, 50)  // Streamlit changes it after this
  if (!mark || mark.bwToken === data.token) return leave
  mark.bwToken = data.token
  kept.jumps = []
  const back = kept.back
  kept.back = false
  let left = false
  const stop = () => { left = true }
  for (const kind of ["wheel", "touchstart", "keydown", "mousedown"])
    window.addEventListener(kind, stop, { once: true, passive: true, capture: true })
  const focus = place => {
    if (!place || place === document.activeElement) return
    if (!place.matches("a,button,input")) place.tabIndex = -1
    place.focus({ preventScroll: true })
  }
  const go = () => {
    if (left || kept.shown !== data.token || !main()) return
    if (back && kept.places.has(data.token)) {
      main().scrollTo(0, kept.places.get(data.token))
      const link = kept.links.get(data.token)
      focus(link && main().querySelector(`a.bw-open[href="${CSS.escape(link)}"]`))
    } else if (data.at) {
      const place = document.getElementById(data.at)
      if (place) { place.scrollIntoView(); focus(place) }
    } else if (!fresh) {
      main().scrollTo(0, 0)
      focus(main().querySelector("h1"))
    }
  }
  for (const wait of [30, 150, 400, 900]) setTimeout(go, wait)
  return leave
}
"""
_component = st.components.v2.component("bw_learn", html="<span hidden></span>\n", js=_JS)
_KEY = "bw_learn"


def keep_place(token: str, at: str, on_open: Callable[[], None]) -> None:
    """Keep the place of what `token` names; with `at`, go to that heading when it is opened.

    `on_open` is called for a link that was pressed; `pressed` then says which.
    """
    with st.container(key="quiet_learn"):
        _component(key=_KEY, data={"token": token, "at": at}, on_open_change=on_open)


def pressed() -> str:
    """Return, inside `on_open`, the address of the link that was pressed; empty for none."""
    return str((state.widget(_KEY) or {}).get("open") or "")
