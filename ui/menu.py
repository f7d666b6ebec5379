"""The nine pages: file name, menu word and icon. The file name is the address."""

from typing import TYPE_CHECKING

import streamlit as st

from backwatch import paths
from ui import state

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

PAGES = {
    "today": ("Today", "home"),
    "check": ("Check", "fact_check"),
    "diary": ("Diary", "edit_note"),
    "trends": ("Trends", "show_chart"),
    "screening": ("Lung screening", "radiology"),
    "learn": ("Learn", "menu_book"),
    "summary": ("Summary", "description"),
    "data": ("My data", "lock"),
    "about": ("How it works", "rule"),
}
ON_PHONE = ("today", "check", "diary", "trends", "summary")


def _pages() -> dict[str, "StreamlitPage"]:
    return {
        name: st.Page(
            str(paths.ROOT / "pages" / f"{name}.py"),
            title=title,
            icon=f":material/{icon}:",
            url_path=name,
            default=name == "today",
        )
        for name, (title, icon) in PAGES.items()
    }


def page(name: str) -> "StreamlitPage":
    """Return one page, for the navigation, a link or a switch."""
    return state.kept("pages", _pages)[name]


def more() -> None:
    """Show, on a phone, the pages that its menu has no room for."""
    with st.container(key="more", horizontal=True):
        for name in PAGES:
            if name not in ON_PHONE:
                st.page_link(page(name), label=PAGES[name][0])


def tabs() -> None:
    """Show the menu that stays at the foot of a phone's screen."""
    with st.container(key="tabbar", horizontal=True):
        for name in ON_PHONE:
            title, icon = PAGES[name]
            st.page_link(page(name), label=title, icon=f":material/{icon}:")
