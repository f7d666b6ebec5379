"""The empty app: one word, so that a browser can see that it is there."""

import streamlit as st

st.text("ready")
