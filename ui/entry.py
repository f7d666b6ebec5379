"""Runs on every visit and at every address: menu, frame, page. The frame comes first, always."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from ui import frame, locked, menu, state  # noqa: E402

state.look_again()
frame.configure()
locked.begin_run()
chosen = st.navigation([menu.page(name) for name in menu.PAGES], expanded=True)
frame.name_tab(chosen.title)
above = frame.open_page(chosen.title)
if above is not None:
    try:
        chosen.run()
    except Exception:
        frame.line_above(above)
        raise
    frame.line_above(above)
frame.close_page()
