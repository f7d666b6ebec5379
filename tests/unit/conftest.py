"""What several unit tests share: a store that the pages use too."""

import gc
import io
import logging
import shutil
import sys

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from backwatch import __main__ as command_line
from backwatch.store import open_store
from ui import load, style


def pytest_collection_modifyitems(items):
    """Mark the tests in files that draw whole pages: they have a part of their own."""
    for item in items:
        if {"AppTest", "drawn"} & set(vars(getattr(item, "module", None) or object)):
            item.add_marker("page")


@pytest.fixture(scope="session")
def first_home(tmp_path_factory):
    """A data folder after the first start, made once: making each anew takes most of a test."""
    home = tmp_path_factory.mktemp("first") / "home"
    open_store(home).close()
    return home


@pytest.fixture
def store(tmp_path, monkeypatch, first_home):
    home = tmp_path / "home"
    shutil.copytree(first_home, home)
    monkeypatch.setenv("BACKWATCH_HOME", str(home))
    load.store.cache_clear()
    st.cache_data.clear()
    kept = open_store(home)
    yield kept
    kept.close()
    load.store().close()
    load.store.cache_clear()


@pytest.fixture
def backwatch_command(capsys, monkeypatch):
    """Return a function that runs `python -m backwatch`: status, what it wrote, what it said."""

    def run(*arguments, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            status = command_line.main([str(one) for one in arguments])
        except SystemExit as stop:
            status = stop.code
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def logged():
    """Return a function that gives all that was logged since the test began, tracebacks too."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written.getvalue
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture(autouse=True, scope="session")
def write_each_sql_text_once():
    """Hundreds of stores ask the same: let them share the texts that SQLAlchemy writes for them.

    It keeps them for each engine and dialect. Encrypted files keep engines of their own.
    """
    create_engine = sa.create_engine
    first = []

    def shared(*given, **named):
        engine = create_engine(*given, **named)
        if "module" not in named:
            first.append(engine)
            engine.dialect = engine.pool._dialect = first[0].dialect
            engine._compiled_cache = first[0]._compiled_cache
            del first[1:]
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sa, "create_engine", shared)
        yield


@pytest.fixture(autouse=True, scope="session")
def leave_the_style_sheet_out():
    """As with our server: else each run of a page sends and hashes 50 KB that no test looks at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "in_page", True)
        yield


@pytest.fixture(autouse=True, scope="session")
def look_for_components_once():
    """Each AppTest would read the papers of every installed package anew, a quarter of a second."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(autouse=True, scope="session")
def leave_what_is_loaded_alone():
    """Streamlit, pandas and z3 stay loaded: do not look through them for litter in every test."""
    gc.collect()
    gc.freeze()
