"""Lung screening: the gate first; behind it smoking, programmes, and a number for who wants one."""

import streamlit as st

from ui import (
    screening_gate,
    screening_number,
    screening_programmes,
    screening_smoking,
    screening_state,
)

st.title("Lung screening", anchor=False)
if screening_gate.open_gate():
    screening_smoking.show()
    screening_number.health()
    screening_programmes.show()
    screening_number.show()
screening_state.move_focus()
