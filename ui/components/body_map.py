"""The body map: a body from behind or the front, to tap on or to walk through by Tab and Space.

It only says which zone was tapped; what is chosen lives with the page, so the map and the list
beside it can never differ.
"""

from collections.abc import Callable, Collection, Mapping

import streamlit as st

from backwatch.body_paths import (
    BODY,
    FRONT_LINES,
    FRONT_SEAMS,
    FRONT_TICKS,
    FRONT_ZONES,
    LINES,
    SEAMS,
    TICKS,
    ZONES,
)

_CSS = """
#map{max-width:340px;margin:0 auto}
svg{display:block;width:100%;height:auto;overflow:visible;font-family:var(--st-font)}
.skin{fill:light-dark(#F0EDE7,#2A3331)}
.seam{fill:none;stroke:light-dark(#857F74,#8E9A97);stroke-width:1.5;stroke-dasharray:.1 4;
 stroke-linecap:round;pointer-events:none}
.rim{fill:none;stroke:light-dark(#6E7A77,#93A09D);stroke-width:1.6;pointer-events:none}
.line{fill:none;stroke:light-dark(#B9B3A8,#55625F);stroke-width:1.6;stroke-linecap:round;
 pointer-events:none}
.spine{fill:light-dark(#C4BEB3,#4E5B58);pointer-events:none}
.zone{fill:light-dark(#F0EDE7,#2A3331);cursor:pointer;outline:none}
.zone:hover{fill:light-dark(#DCEBED,#22404A)}
.zone[aria-checked=true]{fill:light-dark(#0B5561,#2E8A9E)}
.hatch{pointer-events:none;fill:url(#hatch)}
.ring{fill:none;stroke:light-dark(#B5500B,#FFC27A);stroke-width:7;pointer-events:none;
 visibility:hidden}
.tick{pointer-events:none}.tick circle{fill:#fff}
.tick path{fill:none;stroke:#0B5561;stroke-width:3.2;stroke-linecap:round;stroke-linejoin:round}
text{fill:var(--st-text-color);font-size:13px;font-weight:600}
@media (forced-colors:active){.zone[aria-checked=true]{fill:Highlight}}
"""

_JS = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const root = parentElement.querySelector("#map"); if (!root) return
  const chosen = new Set(data.chosen), NS = "http://www.w3.org/2000/svg"
  const el = (name, attributes, parent) => {
    const e = document.createElementNS(NS, name)
    for (const k in attributes) e.setAttribute(k, attributes[k])
    if (parent) parent.appendChild(e)
    return e
  }
  const inBody = parent => el("g", { "clip-path": "url(#clip)" }, parent)
  const build = () => {
    const svg = el("svg", { viewBox: "0 0 320 474", role: "group", "aria-label": data.label }, root)
    const defs = el("defs", {}, svg)
    el("path", { d: data.body }, el("clipPath", { id: "clip" }, defs))
    const hatch = el("pattern", { id: "hatch", width: 9, height: 9,
      patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, defs)
    el("rect", { width: 2, height: 9, fill: "#fff", opacity: .28 }, hatch)
    el("path", { d: data.body, class: "skin" }, svg)
    const zones = inBody(svg), hatches = inBody(svg)
    for (const z of data.zones) {
      const zone = el("path", { d: z.path, class: "zone", role: "checkbox", tabindex: 0,
        "aria-label": z.label, "data-id": z.id }, zones)
      el("title", {}, zone).textContent = z.label
      el("path", { d: z.path, class: "hatch", "data-hatch": z.id }, hatches)
    }
    el("path", { d: data.lines, class: "line" }, svg)
    el("path", { d: data.seams, class: "seam" }, inBody(svg))
    for (let i = 0, y = 84; data.spine && i < 15; i++, y += 15.6)
      el("rect", { x: 160 - (3 + i * .22), y, width: 6 + i * .44, height: 8.5, rx: 3.2,
        class: "spine" }, svg)
    el("path", { d: data.body, class: "rim" }, svg)
    for (const z of data.zones) {      // the focus ring: the edge of zone and body, inside both
      el("path", { d: z.path }, el("clipPath", { id: "c-" + z.id }, defs))
      const ring = inBody(el("g", { "clip-path": `url(#c-${z.id})`, class: "ring",
        "data-ring": z.id }, svg))
      el("path", { d: z.path }, ring); el("path", { d: data.body }, ring)
    }
    for (const z of data.zones) {
      const tick = el("g", { class: "tick", "data-tick": z.id,
        transform: `translate(${z.at[0]} ${z.at[1]})` }, svg)
      el("circle", { r: 11 }, tick); el("path", { d: "M-5 .5 L-1.5 4.5 L5.5 -4" }, tick)
    }
    const side = (x, anchor, word) => {
      el("text", { x, y: 92, "text-anchor": anchor, "aria-hidden": "true" }, svg).textContent = word
    }
    side(20, "start", data.sides[0]); side(300, "end", data.sides[1])
  }
  if (!root.dataset.built) { root.dataset.built = "1"; build() }
  const part = (name, id) => root.querySelector(`[data-${name}="${id}"]`)
  root.querySelectorAll(".zone").forEach(zone => {
    const id = zone.dataset.id, on = chosen.has(id)
    zone.setAttribute("aria-checked", on ? "true" : "false")
    for (const name of ["hatch", "tick"])
      part(name, id).style.visibility = on ? "visible" : "hidden"
    const tap = () => setTriggerValue("tapped", id)
    zone.onclick = tap
    zone.onkeydown = e => {
      if (e.key === " " || e.key === "Enter") { e.preventDefault(); e.stopPropagation(); tap() }
    }
    zone.onfocus = () => {
      if (zone.matches(":focus-visible")) part("ring", id).style.visibility = "visible"
    }
    zone.onblur = () => { part("ring", id).style.visibility = "hidden" }
  })
}
"""
_component = st.components.v2.component(
    "bw_body_map", html='<div id="map"></div>\n', css=_CSS, js=_JS
)


def body_map(
    label: str,
    zones: Mapping[str, str],
    chosen: Collection[str],
    *,
    key: str,
    on_tap: Callable[[], None],
    front: bool = False,
) -> None:
    """Show the back, or the front. `zones` gives each zone's words.

    `on_tap` runs when one was tapped. Inside it the widget's value has `tapped`, the id of that
    zone.
    """
    paths, ticks = (FRONT_ZONES, FRONT_TICKS) if front else (ZONES, TICKS)
    _component(
        key=key,
        data={
            "label": label,
            "chosen": sorted(chosen),
            "zones": [
                {"id": id, "label": zones[id], "path": path, "at": ticks[id]}
                for id, path in paths.items()
            ],
            "body": BODY,
            "lines": FRONT_LINES if front else LINES,
            "seams": FRONT_SEAMS if front else SEAMS,
            "spine": not front,
            "sides": ["Right", "Left"] if front else ["Left", "Right"],
        },
        on_tapped_change=on_tap,
    )
