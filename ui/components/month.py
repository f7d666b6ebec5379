"""A month as a grid of days: one Tab stop, arrow keys inside, Enter or Space opens a day.

It only says which day was pressed, or that the month before or after is asked for; what is shown
lives with the page.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

_CSS = """
table{width:100%;border-collapse:separate;border-spacing:4px;table-layout:fixed;
 font-family:var(--st-font);color:var(--st-text-color);font-variant-numeric:tabular-nums}
th{font-size:.8rem;font-weight:600;padding:0 0 2px}
td{padding:0;vertical-align:top;text-align:center;height:72px}
button,.later{box-sizing:border-box;width:100%;height:100%;min-height:72px;padding:4px 2px;
 border-radius:8px;font:inherit;color:inherit;display:flex;flex-direction:column;align-items:center;gap:2px}
button{cursor:pointer;background:light-dark(#FFFFFF,#18211F);
 border:1px dashed light-dark(#7A8784,#7C8A87)}
.later{color:light-dark(#4A5856,#AEBBB8)}
.n{font-size:.8rem;line-height:1.25}
.today .n{font-weight:700;text-decoration:underline;text-underline-offset:3px}
button.entry{border:2px solid light-dark(#0B5561,#86CEDA);background:light-dark(#E3EFF0,#15292D)}
.mark{font-size:1.05rem;font-weight:650;line-height:1.2;min-width:1.55em;padding:1px 0}
.zero .mark{border:2px solid currentColor;border-radius:50%;line-height:1.25;padding:0;
 min-width:1.4em}
.none .mark{width:100%;flex:1;border-radius:4px;
 background:repeating-linear-gradient(135deg,
 light-dark(#D7DEDB,#2E3A38) 0 1.5px,transparent 1.5px 6px)}
.bad .mark{font-size:.72rem;line-height:1.1}
.more{font-size:.72rem;line-height:1.1}
button[aria-pressed=true]{outline:3px solid light-dark(#B5500B,#F0A45D);outline-offset:0}
button:focus-visible{outline:3px solid light-dark(#14201F,#E8EFED);outline-offset:2px}
button:hover .n{text-decoration:underline;text-underline-offset:3px}
@media (max-width:640px){table{border-spacing:2px}button,.later{padding-inline:0}
 .entry .mark{min-width:1.2em}}
@media (forced-colors:active){button.entry{border:3px solid CanvasText}
 button[aria-pressed=true]{outline-color:Highlight}}
"""

_JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const root = parentElement.querySelector("#month"); if (!root) return
  root.bwDay = day => setTriggerValue("day", day)
  root.bwTurn = by => setTriggerValue("turn", by)
  const now = JSON.stringify(data)
  if (root.bwShown === now) return
  root.bwShown = now
  const el = (name, attributes, parent, words) => {
    const e = document.createElement(name)
    for (const k in attributes) e.setAttribute(k, attributes[k])
    if (words !== undefined) e.textContent = words
    parent.appendChild(e)
    return e
  }
  const held = root.getRootNode().activeElement
  const had = root.contains(held), day = had && held.dataset.day
  root.replaceChildren()
  const table = el("table", { role: "grid", "aria-label": data.label }, root)
  const head = el("tr", { role: "row" }, el("thead", { role: "rowgroup" }, table))
  for (const [short, long] of data.heads)
    el("th", { scope: "col", role: "columnheader", abbr: long, "aria-label": long }, head, short)
  const body = el("tbody", { role: "rowgroup" }, table), buttons = []
  for (const week of data.weeks) {
    const row = el("tr", { role: "row" }, body)
    for (const d of week) {
      const cell = el("td", { role: "gridcell" }, row)
      if (!d) continue
      const box = d.later
        ? el("div", { class: "later" + (d.today ? " today" : "") }, cell)
        : el("button", { type: "button", class: d.look + (d.today ? " today" : ""), tabindex: -1,
            "aria-label": d.label, "aria-pressed": d.chosen ? "true" : "false",
            "data-day": d.day }, cell)
      el("span", { class: "n" }, box, d.number)
      if (d.later) continue
      el("span", { class: "mark" }, box, d.mark)
      if (d.more) el("span", { class: "more" }, box, d.more)
      buttons.push(box)
    }
  }
  const go = e => {
    if (!e) return
    for (const b of buttons) b.tabIndex = -1
    e.tabIndex = 0; e.focus()
  }
  const start = buttons.find(b => b.dataset.day === day)
    || buttons.find(b => b.getAttribute("aria-pressed") === "true")
    || buttons.find(b => b.classList.contains("today")) || buttons[buttons.length - 1]
  if (start) start.tabIndex = 0
  if (had && start) start.focus({ preventScroll: true })
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
  buttons.forEach((b, i) => {
    b.onclick = () => { go(b); root.bwDay(b.dataset.day) }
    b.onkeydown = e => {
      if (e.altKey || e.ctrlKey || e.metaKey) return
      if (e.key in steps) go(buttons[i + steps[e.key]])
      else if (e.key === "Home") go(buttons[0])
      else if (e.key === "End") go(buttons[buttons.length - 1])
      else if (e.key === "PageUp") root.bwTurn(-1)
      else if (e.key === "PageDown") root.bwTurn(1)
      else return
      e.preventDefault(); e.stopPropagation()
    }
  })
}
"""
_component = st.components.v2.component(
    "bw_month", html='<div id="month"></div>\n', css=_CSS, js=_JS
)


def month_grid(
    label: str,
    heads: Sequence[tuple[str, str]],
    weeks: Sequence[Sequence[Mapping[str, object] | None]],
    *,
    key: str,
    on_day: Callable[[], None],
    on_turn: Callable[[], None],
) -> None:
    """Show a month. `heads`: the days of the week, short and whole; None is an empty place.

    A day has `day` (ISO), `number`, `label` (all it says, for a screen reader), `look` ("none",
    "entry", "entry zero" or "entry bad"), `mark`, `more`, `today`, `chosen` and `later`, a day
    still to come that cannot be opened. Inside `on_day` the widget's value has `day`; inside
    `on_turn` it has `turn`, -1 or 1.
    """
    _component(
        key=key,
        data={"label": label, "heads": heads, "weeks": weeks},
        on_day_change=on_day,
        on_turn_change=on_turn,
    )
