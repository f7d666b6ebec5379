import streamlit as st
def copy_button(text, *, key): st.button("Copy", key=key)
