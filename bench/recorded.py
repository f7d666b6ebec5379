"""What a page draws, as plain Streamlit calls with everything already at hand.

`record` looks at a page that was drawn once; `Plan.draw` draws the same again: the same containers,
widgets, texts, charts and tables, in the same order, without the work that led to them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from backwatch import paths
from ui import menu
from ui.logo import logo

Draw = Callable[[], Any]
SELECTION = {0: "single", 1: "multi"}


@dataclass
class Plan:
    """One page: what to draw, how many of each kind, and what plain calls cannot draw again.

    prepared: whether figures are made once, before the first drawing, not in each.
    """

    address: str
    prepared: bool = False
    drawn: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    body: list[Draw] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)  # for keys
    pages: dict[str, Any] = field(default_factory=dict)  # of the run that is being drawn

    def draw(self) -> None:
        """Draw the page. To be called inside a script run."""
        st.set_page_config(page_icon=PICTURE, layout="centered")
        st.logo(LOGO, size="large", icon_image=ICON)
        self.pages = {
            name: st.Page(
                self._all,
                title=title,
                icon=f":material/{icon}:",
                url_path=name,
                default=name == self.address,
            )
            for name, (title, icon) in menu.PAGES.items()
        }
        st.navigation(list(self.pages.values()), expanded=True).run()

    def _all(self) -> None:
        for one in self.body:
            one()

    def link(self, address: str, label: str, icon: str | None) -> None:
        """Draw a link to a page of ours."""
        st.page_link(self.pages[address], label=label, icon=icon)


LOGO, ICON = logo(), logo(word=False)
PICTURE = str(paths.ROOT / "ui" / "icon.png")
_components: dict[str, Any] = {}


def record(address: str, tree: Any, *, prepared: bool = False) -> Plan:
    """Return the plan of a page from the tree that AppTest shows of it; see Plan."""
    plan = Plan(address, prepared)
    plan.body = _children(tree.main, plan)
    return plan


def _children(block: Any, plan: Plan) -> list[Draw]:
    return [draw for child in block.children.values() if (draw := _node(child, plan))]


def _node(node: Any, plan: Plan) -> Draw | None:
    if node.type not in DRAWABLE:
        plan.left_out[node.type] += 1
        return None
    plan.drawn[node.type] += 1
    if node.type in BLOCKS:
        return BLOCKS[node.type](node, plan)
    if node.type == "page_link":
        return partial(plan.link, node.proto.page or "today", node.proto.label, node.proto.icon)
    if node.type == "dataframe":
        return partial(st.dataframe, node.value, hide_index=True)
    key = f"w{next(plan.numbers)}"
    if node.type == "plotly_chart" and plan.prepared:
        figure = _figure(node.proto)
        return partial(st.plotly_chart, figure, key=key, alt=node.proto.alt, theme=None)
    return ELEMENTS[node.type](node.proto, key)


def _inside(container: Any, body: Iterable[Draw]) -> None:
    with container:
        for one in body:
            one()


def _container(node: Any, plan: Plan) -> Draw:
    columns = [child for child in node.children.values() if child.type == "column"]
    if columns and len(columns) == len(node.children):
        plan.drawn["column"] += len(columns)
        bodies = [_children(column, plan) for column in columns]

        def in_columns() -> None:
            for column, body in zip(st.columns(len(bodies)), bodies, strict=True):
                _inside(column, body)

        return in_columns
    key = f"c{next(plan.numbers)}" if node._block_id else None
    body = _children(node, plan)
    horizontal = node.proto.flex_container.direction == 2
    return lambda: _inside(st.container(key=key, horizontal=horizontal), body)


def _expander(node: Any, plan: Plan) -> Draw:
    body, label = _children(node, plan), node.proto.label
    return lambda: _inside(st.expander(label), body)


def _button_group(proto: Any, key: str) -> Draw:
    words = [option.content for option in proto.options]
    mode = SELECTION[proto.click_mode]
    chosen = [words[number] for number in proto.default]
    return partial(
        st.segmented_control,
        proto.label,
        words,
        selection_mode=mode,
        default=chosen if mode == "multi" else next(iter(chosen), None),
        key=key,
        label_visibility="collapsed",
        wrap=True,
    )


def _figure(proto: Any) -> go.Figure:
    spec = json.loads(proto.spec)
    spec["layout"].pop("template", None)  # Plotly puts its own in again
    figure = go.Figure()
    for trace in spec["data"]:
        figure.add_trace(trace)
    figure.update_layout(spec["layout"])
    return figure


def _chart(proto: Any, key: str) -> Draw:
    return lambda: st.plotly_chart(_figure(proto), key=key, alt=proto.alt, theme=None)


def _component(proto: Any, key: str) -> Draw:
    name = f"bare_{proto.component_name.rpartition('.')[2]}"
    if name not in _components:
        _components[name] = st.components.v2.component(
            name,
            html=proto.html_content or None,
            css=proto.css_content or None,
            js=proto.js_content or None,
        )
    data = json.loads(proto.json) if proto.json else None
    return partial(_components[name], key=key, data=data)


BLOCKS: dict[str, Callable[[Any, Plan], Draw]] = {
    "flex_container": _container,
    "container": _container,
    "expander": _expander,
}
ELEMENTS: dict[str, Callable[[Any, str], Draw]] = {
    "html": lambda p, _: partial(st.html, p.body),
    "text": lambda p, _: partial(st.text, p.body),
    "markdown": lambda p, _: partial(st.markdown, p.body),
    "code": lambda p, _: partial(st.code, p.code_text, language=None),
    "title": lambda p, _: partial(st.title, p.body, anchor=False),
    "header": lambda p, _: partial(st.header, p.body, anchor=False),
    "subheader": lambda p, _: partial(st.subheader, p.body, anchor=False),
    "info": lambda p, _: partial(st.info, p.body),
    "warning": lambda p, _: partial(st.warning, p.body),
    "error": lambda p, _: partial(st.error, p.body),
    "success": lambda p, _: partial(st.success, p.body),
    "progress": lambda p, _: partial(st.progress, p.value, text=p.text or None),
    "button": lambda p, key: partial(st.button, p.label, key=key, icon=p.icon or None),
    "download_button": lambda p, key: partial(
        st.download_button, p.label, b"ready", file_name="ready.txt", key=key
    ),
    "button_group": _button_group,
    "radio": lambda p, key: partial(st.radio, p.label, list(p.options), index=None, key=key),
    "selectbox": lambda p, key: partial(
        st.selectbox, p.label, list(p.options), index=None, key=key
    ),
    "checkbox": lambda p, key: partial(st.checkbox, p.label, key=key),
    "text_input": lambda p, key: partial(st.text_input, p.label, key=key),
    "text_area": lambda p, key: partial(st.text_area, p.label, key=key),
    "number_input": lambda p, key: partial(st.number_input, p.label, value=None, key=key),
    "date_input": lambda p, key: partial(st.date_input, p.label, value=None, key=key),
    "plotly_chart": _chart,
    "image": lambda p, _: partial(st.image, PICTURE),
    "bidi_component": _component,
}
DRAWABLE = {*BLOCKS, *ELEMENTS, "page_link", "dataframe"}
