"""Start Backwatch. Draws nothing: ui/entry.py does, on every visit and at every address."""

import runpy
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

ROOT = Path(__file__).resolve().parent
ENTRY = ROOT / "ui" / "entry.py"
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

if get_script_run_ctx(suppress_warning=True) is not None:
    # A script runner loaded this file directly (AppTest does): draw, do not build a second server.
    runpy.run_path(str(ENTRY), run_name="__main__")
else:
    from ui import logs, server

    logs.install()
    server.settle_config()
    app = st.App(
        str(ENTRY),
        lifespan=server.lifespan,
        middleware=[Middleware(server.Guard)],
        on_script_error=logs.calm_page,
    )

    if __name__ == "__main__":
        sys.exit(server.main(app, sys.argv[1:]))
