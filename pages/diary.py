"""Diary: add an entry for today or an earlier day, change it, delete it with a way back."""

import streamlit as st

from ui import check_emergency, diary_form, diary_list, diary_state, state
from ui.components.focus import focus_heading

if check_emergency.diary_alarm():
    focus_heading("diary alarm")
else:
    changing = diary_state.form()["entry"]
    focus_heading(f"diary {diary_state.form()['number']}")
    st.title("Change an entry" if changing else "Add to your diary", anchor=False)
    diary_form.show()
    diary_list.show(state.entries())
