"""The lock on the screen: the screen that asks for the passphrase, and the card on My data."""

import os
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from backwatch.home import data_home
from backwatch.store import locking
from ui import cards, load, locked, state

_GONE = (
    "Without the passphrase and without the code, nobody can read your records. "
    "We cannot read them either."
)


def _said(view: dict[str, str]) -> None:
    if view["said"]:
        st.html(f'<p class="bw-p" role="alert"><b>{cards.escape(view["said"])}</b></p>')


def _take(name: str) -> str:
    """Return what was typed in a secret field, and empty it."""
    typed = str(state.widget(name) or "")
    state.set_widget(name, "")
    return typed


def _secret(label: str, name: str, *, new: bool = False) -> None:
    kind = "new-password" if new else "current-password"
    st.text_input(label, type="password", key=name, autocomplete=kind)


# --- the screen while locked ---


def unlock_screen() -> None:
    """Ask for the passphrase, or for the recovery code and a new passphrase."""
    view = state.visit_memory("unlock", step="passphrase", said="", code="")
    st.title("Your records are locked", anchor=False)
    if not locking.available():
        cards.text("They cannot be opened on this computer: a part that this needs is missing.")
        return
    with st.container(key="card_unlock"):
        _said(view)
        {"code": _ask_code, "new": _ask_new}.get(view["step"], _ask_passphrase)()


def _ask_passphrase() -> None:
    with st.form("form_unlock", border=False):
        _secret("Passphrase", "unlock_passphrase")
        st.form_submit_button("Unlock", key="go_unlock", type="primary", on_click=_unlock)
    st.button("I forgot my passphrase", key="go_forgot", on_click=_step, args=("code",))


def _ask_code() -> None:
    cards.text("Type the recovery code that you wrote down. Then you choose a new passphrase.")
    with st.form("form_code", border=False):
        st.text_input("Recovery code", key="unlock_code", autocomplete="off", max_chars=100)
        st.form_submit_button("Go on", key="go_code", type="primary", on_click=_code)
    cards.note(_GONE)
    st.button("Back", key="go_unlock_back", on_click=_step, args=("passphrase",))


def _ask_new() -> None:
    cards.text("The code is right. Choose a new passphrase, of 8 characters or more.")
    with st.form("form_new", border=False):
        _secret("New passphrase", "unlock_new", new=True)
        _secret("The same again", "unlock_again", new=True)
        st.form_submit_button(
            "Keep it and unlock", key="go_new", type="primary", on_click=_new_passphrase
        )
    st.button("Back", key="go_new_back", on_click=_step, args=("passphrase",))


def _step(step: str) -> None:
    state.visit_memory("unlock", step="").update(step=step, said="", code="")


def _unlock() -> None:
    typed, home = _take("unlock_passphrase"), data_home(os.environ)
    _after(locked.tried(lambda: locking.unlock(home, typed)))


def _code() -> None:
    typed, home = _take("unlock_code"), data_home(os.environ)
    said = locked.tried(lambda: locking.check_code(home, typed))
    view = state.visit_memory("unlock", step="")
    view.update(said=said) if said else view.update(step="new", said="", code=typed)


def _new_passphrase() -> None:
    code, home = state.visit_memory("unlock", code="").get("code", ""), data_home(os.environ)
    new, again = _take("unlock_new"), _take("unlock_again")
    _after(locked.tried(lambda: locking.unlock_with_code(home, code, new, again)))


def _after(said: str) -> None:
    if said:
        state.visit_memory("unlock", step="passphrase").update(said=said)
    else:
        state.forget_visit()


@st.fragment(run_every=10)
def _look() -> None:
    if load.locked():
        st.rerun()


def watch() -> None:
    """Let an open window come to the lock screen by itself, soon after the records were locked."""
    if locked.is_on() and not load.locked():
        _look()


# --- the card on My data ---


def card() -> None:
    """Show the lock: turn it on, lock now, change the passphrase, turn it off."""
    view = state.visit_memory("lock", step="", said="", prepared=None)
    with st.container(key="card_lock"):
        st.header("Lock with a passphrase", anchor=False)
        if state.is_example():
            cards.text("This is the example. Only a diary of your own can be locked.")
        elif not locking.available():
            cards.text("Locking is not possible on this computer: a part that it needs is missing.")
        else:
            _said(view)
            steps = _ON if locked.is_on() else _OFF
            steps.get(view["step"], steps[""])()


def _go(step: str) -> None:
    state.visit_memory("lock", step="").update(step=step, said="", prepared=None)


def _fail(said: str) -> None:
    state.visit_memory("lock", step="").update(said=said)


def _buttons(label: str, name: str, do: Callable[[], None]) -> None:
    """Show the two ends of a form. In a form: else a secret field keeps back what was typed."""
    with st.container(horizontal=True, key=f"buttons_{name}"):
        st.form_submit_button(label, key=f"go_{name}", type="primary", on_click=do)
        st.form_submit_button("Cancel", key=f"go_{name}_cancel", on_click=_go, args=("",))


def _explain() -> None:
    cards.text(
        "A lock encrypts your records and their copies in the data folder. "
        "Then they open only with a passphrase that you choose."
    )
    cards.text("You also get a recovery code to write down. It opens them if you forget.")
    cards.note(_GONE)
    st.button("Set up a lock", key="go_lock_setup", on_click=_go, args=("passphrase",))


def _choose() -> None:
    cards.text("Choose a passphrase of 8 characters or more. A few words are easy to remember.")
    with st.form("form_lock_choose", border=False):
        _secret("Passphrase", "lock_new", new=True)
        _secret("The same again", "lock_again", new=True)
        _buttons("Go on", "lock_choose", _chosen)


def _chosen() -> None:
    new, again = _take("lock_new"), _take("lock_again")
    view = state.visit_memory("lock", step="")
    said = locked.tried(lambda: view.update(prepared=locking.prepare(new, again)))
    if said:
        _fail(said)
        return
    view.update(step="code", said="", strength=locking.strength(new))


def _show_code() -> None:
    view = state.visit_memory("lock", step="")
    prepared = view.get("prepared")
    if prepared is None:
        _explain()
        return
    cards.note("Your passphrase. " + view["strength"])
    cards.text("This is your recovery code. Write it on paper now. It is shown only this once.")
    st.code(prepared.code, language=None, wrap_lines=True)
    cards.text("Keep the paper in a safe place, not beside this computer. " + _GONE)
    with st.form("form_lock_on", border=False):
        st.text_input(
            "To show that you wrote it down, type the last 4 letters and digits of the code.",
            key="lock_last",
            autocomplete="off",
            max_chars=10,
        )
        _buttons("Lock my records", "lock_on", _turn_on)


def _turn_on() -> None:
    prepared = state.visit_memory("lock", prepared=None).get("prepared")
    if prepared is None:
        return
    if not locking.ends_with(prepared.code, str(state.widget("lock_last") or "")):
        _fail("These are not the last 4 of the code. Look at your paper, then type them again.")
        return
    said = locked.tried(lambda: _closed(lambda home: locking.turn_on(home, prepared)))
    _done(said, "Your records are locked with your passphrase from now on.")


def _closed(what: Callable[[Path], None]) -> None:
    with load.closed_store() as home:
        what(home)


def _done(said: str, words: str) -> None:
    if said:
        _fail(said)
    else:
        state.look_again()
        _go("")
        state.notify(words)


def _is_on() -> None:
    cards.text("Your records are encrypted. They open only with your passphrase or your code.")
    st.button("Lock now", key="go_lock_now", type="primary", on_click=locked.lock_now)
    now = locked.minutes()
    st.selectbox(
        "Lock by itself when nobody has done anything for",
        locked.MINUTES,
        index=locked.MINUTES.index(now),
        format_func=lambda number: f"{number} minutes",
        key="lock_minutes",
        on_change=_keep_minutes,
    )
    cards.note("What you typed and did not save is gone when it locks.")
    cards.note(_GONE)
    with st.container(horizontal=True, key="buttons_lock"):
        st.button("Change the passphrase", key="go_lock_change", on_click=_go, args=("change",))
        st.button("Turn the lock off", key="go_lock_off", on_click=_go, args=("off",))


def _keep_minutes() -> None:
    chosen = state.widget("lock_minutes")
    if chosen in locked.MINUTES:
        locked.set_minutes(chosen)


def _ask_change() -> None:
    with st.form("form_lock_change", border=False):
        _secret("Your passphrase now", "lock_old")
        _secret("New passphrase", "lock_new", new=True)
        _secret("The new one again", "lock_again", new=True)
        cards.note("Use 8 characters or more. Your recovery code stays the same.")
        _buttons("Change it", "lock_changed", _change)


def _change() -> None:
    old, new, again = _take("lock_old"), _take("lock_new"), _take("lock_again")
    home = data_home(os.environ)
    said = locked.tried(lambda: locking.change(home, old, new, again))
    _done(said, "Your passphrase is changed. " + locking.strength(new))


def _ask_off() -> None:
    cards.text("Then anyone who can open your account on this computer can read your records.")
    with st.form("form_lock_off", border=False):
        _secret("Your passphrase", "lock_old")
        _buttons("Turn it off", "lock_off_now", _turn_off)


def _turn_off() -> None:
    old = _take("lock_old")
    said = locked.tried(lambda: _closed(lambda home: locking.turn_off(home, old)))
    _done(said, "The lock is off. Your records are plain files again.")


_OFF = {"": _explain, "passphrase": _choose, "code": _show_code}
_ON = {"": _is_on, "change": _ask_change, "off": _ask_off}
