"""What several unit tests share: a store that the pages use too."""

import pytest
import streamlit as st

from backwatch.store import open_store
from ui import load


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKWATCH_HOME", str(tmp_path / "home"))
    load.store.cache_clear()
    st.cache_data.clear()
    kept = open_store(tmp_path / "home")
    yield kept
    kept.close()
    load.store().close()
    load.store.cache_clear()
