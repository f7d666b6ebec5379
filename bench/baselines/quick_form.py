"""A bare Streamlit form with one field that keeps its number in SQLite and then says so."""

import sqlite3

import streamlit as st

with st.form("log"):
    number = st.number_input("Worst pain today", 0, 10, value=None, key="number")
    pressed = st.form_submit_button("Save", key="save")
if pressed:
    with sqlite3.connect("log.db") as file:
        file.execute("CREATE TABLE IF NOT EXISTS log (pain INTEGER)")
        file.execute("INSERT INTO log VALUES (?)", (number,))
    st.success("Saved.")
