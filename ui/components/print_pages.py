"""A button that prints pages of our own, and not the page of the app that shows it.

The pages are drawings (SVG). They stand in a frame that nobody sees, with nothing else in it, and
that frame is printed. Nothing in a drawing can run: it is shown as a picture.
"""

import base64
from collections.abc import Sequence

import streamlit as st

from ui.components.copy import BUTTON_CSS

_CSS = BUTTON_CSS + "\nbutton{width:100%;min-height:52px}\n"

_HTML = """
<button type="button"></button>
"""

_JS = """
const KEEP_MS = 600000                                // some browsers print only after a long look
export default function (component) {
  const { data, parentElement } = component
  const button = parentElement.querySelector("button")
  if (!button) return
  button.textContent = data.label
  button.onclick = async () => {
    document.querySelectorAll("iframe.bw-print").forEach(one => one.remove())
    const frame = document.createElement("iframe")
    frame.className = "bw-print"
    frame.title = data.title
    frame.setAttribute("aria-hidden", "true")
    frame.tabIndex = -1
    frame.style.cssText = "position:fixed;right:0;bottom:0;width:0;height:0;border:0"
    const [size, width, height] =
      data.paper === "letter" ? ["Letter", "215.9mm", "279mm"] : ["A4", "210mm", "296.6mm"]
    const many = data.pages.length
    const pages = data.pages.map((page, n) =>
      `<div><img alt="Page ${n + 1} of ${many}" src="data:image/svg+xml;base64,${page}"></div>`)
    frame.srcdoc = `<!doctype html><html lang="en"><head><title>${data.title}</title><style>
      @page{size:${size};margin:0}
      html,body{margin:0;background:#fff}
      div{width:${width};height:${height};overflow:hidden;break-after:page}
      div:last-child{break-after:auto}
      img{display:block;width:100%}</style></head><body>${pages.join("")}</body></html>`
    frame.onload = async () => {
      const drawn = [...frame.contentDocument.images].map(one => one.decode().catch(() => null))
      await Promise.all(drawn)
      frame.contentWindow.focus()
      frame.contentWindow.print()
      button.focus({ preventScroll: true })
    }
    document.body.appendChild(frame)
    setTimeout(() => frame.remove(), KEEP_MS)
  }
}
"""
_component = st.components.v2.component("bw_print_pages", html=_HTML, css=_CSS, js=_JS)


def print_pages_button(
    pages: Sequence[str], *, key: str, paper: str, title: str, label: str = "Print it"
) -> None:
    """Show the button. `title`: the name that a browser offers for a file; plain words only."""
    packed = [base64.b64encode(page.encode()).decode() for page in pages]
    _component(key=key, data={"label": label, "pages": packed, "paper": paper, "title": title})
