"""Learn: the list of articles, or the one that the address names (?article=night-pain&at=...)."""

import streamlit as st

from ui import learn_views

learn_views.show(st.query_params.get("article", ""))
