"""A button that copies words, such as what to say on the phone.

It keeps its width when it says "Copied". Where the browser has no clipboard for us, the words are
selected in a hidden field and copied the old way.
"""

import streamlit as st

BUTTON_CSS = """
button{display:inline-grid;min-height:46px;padding:.5rem 1.1rem;box-sizing:border-box;
 cursor:pointer;border:1px solid light-dark(#7A8784,#7C8A87);
 border-radius:var(--st-button-radius,10px);
 background:var(--st-secondary-background-color);color:var(--st-text-color);
 font:600 1rem/1.4 var(--st-font);align-items:center;text-align:center}
button span{grid-area:1/1}
button:hover{border-color:var(--st-link-color);color:var(--st-link-color)}
button:focus-visible{outline:3px solid var(--st-link-color);outline-offset:2px}
[role=status]:not(.seen),textarea{position:absolute;width:1px;height:1px;padding:0;border:0;overflow:hidden;
 clip-path:inset(50%);white-space:nowrap}
@media print{button{display:none}}
"""

_CSS = (
    BUTTON_CSS
    + """
button.done .say,button:not(.done) .said{visibility:hidden}
"""
)

_HTML = """
<button type="button">
<span class="say"></span><span class="said" aria-hidden="true"></span>
</button>
<div role="status"></div>
"""

_JS = """
const byHand = (root, text, button) => {
  const field = document.createElement("textarea")
  field.value = text; field.readOnly = true; field.tabIndex = -1
  field.setAttribute("aria-hidden", "true")
  root.appendChild(field)
  field.focus({ preventScroll: true }); field.select()
  let done = false
  try { done = document.execCommand("copy") } catch (error) { done = false }
  field.remove()
  button.focus({ preventScroll: true })
  return done
}
export default function (component) {
  const { data, parentElement } = component
  const button = parentElement.querySelector("button")
  const status = parentElement.querySelector("[role=status]")
  if (!button || !status) return
  button.querySelector(".say").textContent = data.label
  button.querySelector(".said").textContent = data.copied
  button.setAttribute("aria-label", data.label)
  button.onclick = async () => {
    let done = true
    try { await navigator.clipboard.writeText(data.text) }
    catch (error) { done = byHand(button.parentNode, data.text, button) }
    clearTimeout(button.back)
    button.classList.toggle("done", done)
    status.textContent = ""                       // the same word twice would not be read again
    setTimeout(() => { status.textContent = done ? data.copied : data.failed }, 60)
    status.classList.toggle("seen", !done)        // what went wrong is for everybody's eyes
    button.back = setTimeout(() => button.classList.remove("done"), 4000)
  }
}
"""
_component = st.components.v2.component("bw_copy", html=_HTML, css=_CSS, js=_JS)


def copy_button(
    text: str,
    *,
    key: str,
    label: str = "Copy these words",
    copied: str = "Copied",
    failed: str = "Not copied. Select the words and copy them.",
) -> None:
    """Show a button that copies `text`. `copied` or `failed` is read out after the press."""
    _component(key=key, data={"text": text, "label": label, "copied": copied, "failed": failed})
