"""Keep what a person wrote out of logs, and show calm words when a page fails.

An error message can hold a note, a name or an answer. So nothing here prints a message or a
source line: only the kind of error, where it happened, and a short random code that the person
sees on the page as well.
"""

import logging
import secrets
import sys
import threading
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import streamlit as st

from backwatch import paths

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without the ones that are read as another
FRAMES_SHOWN = 8

# Read once at the start: on the day a page fails, nothing here may depend on a file.
ERROR_PAGE = (paths.CONTENT / "error_page.md").read_text(encoding="utf-8")


def install() -> None:
    """Make every way in which this process reports an error go through `describe`."""
    logging.setLogRecordFactory(_bare_record)
    logging.raiseExceptions = False  # its report of a broken log call prints the arguments
    warnings.showwarning = _show_warning
    sys.excepthook = _show_crash
    threading.excepthook = lambda args: _show(args.exc_value, "a thread stopped")
    sys.unraisablehook = lambda args: _show(args.exc_value, "could not clean up")


def calm_page(error: Exception) -> bool:
    """Show on the page what happened, the emergency advice and how to go on.

    Returns True, which tells Streamlit not to show the error itself.
    """
    st.error(ERROR_PAGE.replace("{code}", code_of(error)))
    return True


def code_of(error: BaseException) -> str:
    """A short random code for this error: the same one in the log and on the page."""
    code = getattr(error, "backwatch_code", None)
    if not isinstance(code, str):
        letters = [secrets.choice(CODE_LETTERS) for _ in range(8)]
        code = "".join(letters[:4]) + "-" + "".join(letters[4:])
        error.backwatch_code = code  # type: ignore[attr-defined]
    return code


def describe(error: BaseException) -> str:
    """One line: kinds of error, places in the code, and the code. Never a message.

    `ValueError from KeyError at ui/entry.py:12 < pages/diary.py:40 (code 7KQ4-M2XR)`
    """
    chain = list(_with_causes(error))
    kinds = " from ".join(type(one).__name__ for one in chain)
    places = " < ".join(_places(error.__traceback__)[-FRAMES_SHOWN:]) or "no place"
    return f"{kinds} at {places} (code {code_of(error)})"


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not file.startswith("<frozen"):  # Python's own import steps say nothing
            places.append(f"{_short(file)}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places


def _short(file: str) -> str:
    """A file's path from the project, or from site-packages; never the person's home folder."""
    for start in ("site-packages", str(paths.ROOT)):
        _, found, rest = file.rpartition(start)
        if found:
            return rest.replace("\\", "/").lstrip("/")
    return file.replace("\\", "/").rpartition("/")[2]


def _bare_record(
    name: str,
    level: int,
    pathname: str,
    lineno: int,
    msg: object,
    args: Any,
    exc_info: Any,
    func: str | None = None,
    sinfo: str | None = None,
    **kwargs: Any,
) -> logging.LogRecord:
    """A log record without what the caller wanted to say, which may quote a person."""
    where = f"{_short(pathname)}:{lineno}"
    error = exc_info[1] if isinstance(exc_info, tuple) else None
    text = f"{where} {describe(error)}" if error is not None else where
    # A per cent sign in a file's name is no placeholder: without arguments nothing is filled in.
    return logging.LogRecord(name, level, pathname, lineno, text, (), None, func, None, **kwargs)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    print(f"{category.__name__} at {_short(filename)}:{lineno}", file=file or sys.stderr)


def _show_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _show(error, "Backwatch could not go on")


def _show(error: BaseException | None, what: str) -> None:
    if error is not None and sys.stderr is not None:
        print(f"{what}: {describe(error)}", file=sys.stderr)
