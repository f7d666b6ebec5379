"""What several unit tests share: a store that the pages use too."""

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

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


@pytest.fixture(autouse=True, scope="session")
def look_for_components_once():
    """Each AppTest would read the papers of every installed package anew, a quarter of a second."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield
