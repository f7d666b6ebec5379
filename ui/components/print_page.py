import streamlit as st
def print_button(label, *, key): st.button(label, key=key)
