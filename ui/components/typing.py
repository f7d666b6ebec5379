"""Send what is being typed in a long text after a pause, so that a reload does not lose it.

Streamlit's long text is sent when its field is left, or by Ctrl and Enter. This presses these two
for the person, and the cursor stays where it is.
"""

import streamlit as st

_JS = """
export default function () {
  if (window.bwTyping) return
  window.bwTyping = new WeakMap()
  const send = field => {
    if (!field.isConnected) return
    const keys = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true }
    field.dispatchEvent(new KeyboardEvent("keydown", { ...keys, cancelable: true }))
  }
  document.addEventListener("input", event => {
    const field = event.target
    if (!(field instanceof HTMLTextAreaElement) || event.isComposing) return
    clearTimeout(window.bwTyping.get(field))
    window.bwTyping.set(field, setTimeout(send, 1000, field))
  })
}
"""
_component = st.components.v2.component("bw_typing", html="<span hidden></span>\n", js=_JS)


def keep_what_is_typed() -> None:
    """Send each long text of this page after a second without a key."""
    with st.container(key="quiet_typing"):
        _component(key="bw_typing")
