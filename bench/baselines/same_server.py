"""Serve one plain Streamlit script as the app is served: `same_server.py SCRIPT --port 8600`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streamlit as st
from starlette.middleware import Middleware

from ui import server

if __name__ == "__main__":
    script, *options = sys.argv[1:]
    server.settle_config()
    app = st.App(script, lifespan=server.lifespan, middleware=[Middleware(server.Guard)])
    sys.exit(server.main(app, ["--no-browser", *options]))
