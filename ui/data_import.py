"""My data: bring in a file, after a look at what it holds; and take an import back."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence

import streamlit as st

from backwatch import diary, importers, incoming, urgency
from backwatch.importers import Row
from backwatch.importers.generic import SOURCE as ANY_TABLE
from backwatch.importers.rows import NRS
from backwatch.importers.values import plain_number
from backwatch.importers.words import texts
from backwatch.incoming import Held, Looked, Plan
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from ui import cards, data_state, forms, frame, state
from ui.waiting import bar

_SHOWN = 20
_LISTED = 100
FIELDS = {
    "": "Leave it out",
    "date": "Day",
    "time": "Time",
    "pain_now": "Pain now, 0 to 10",
    "pain_worst": "Worst pain, 0 to 10",
    "pain_average": "Average pain, 0 to 10",
    "pain_least": "Least pain, 0 to 10",
    "pain_night": "Pain last night, 0 to 10",
    "wakings": "Times woken by pain",
    "sleep_hours": "Hours of sleep",
    "places": "Where it hurts",
    "spread": "Where it spreads",
    "feels_like": "What it feels like",
    "worse_with": "Worse with",
    "eased_by": "Eased by",
    "symptoms": "Other signs",
    "limits_day": "How much pain limited the day, 0 to 10",
    "weight_kg": "Weight in kg",
    "medicines": "Medicines",
    "note": "Note",
}
_NAMES = {**FIELDS, "": "", "danger_signs": "Emergency signs"}
_CHOICES = ("spread", "feels_like", "worse_with", "eased_by", "symptoms")
_OF_NO_APP = "This table is of no app that we know. Say below what each column is."
_LONG = 300  # letters of one row that are shown
_PAINS = ("pain_now", "pain_worst", "pain_average")
_ORDERS = {"dmy": "The day comes first", "mdy": "The month comes first"}
_DECIMALS = {".": "6.5, with a point", ",": "6,5, with a comma"}


def show() -> None:
    """Show the field for a file, what the chosen one holds, and the imports there were."""
    with st.container(key="card_import"):
        st.header("Bring in a diary", anchor=False)
        cards.text(
            "From another app, from a table (CSV), or from a file that Backwatch made. You see "
            "what it holds first. Nothing is saved before you say so."
        )
        st.file_uploader(
            "Choose a file of 10 MB or less",
            key=data_state.upload_key(),
            on_change=data_state.new_file,
            max_upload_size=10,
        )
        with bar("Reading the file"):
            found = data_state.looked()
        if found is not None:
            _about(found)
    if found is not None and found.signs:
        _danger(found)
    if found is not None and found.plan is not None:
        _preview(found.plan, found)
    if found is not None and found.everything is not None:
        _everything(found)
    _brought()


def _about(found: Looked) -> None:
    """Show which app it is, what must be said first, and why it cannot be read."""
    if found.format and found.format != incoming.BACKUP:
        formats = list(importers.FORMATS)
        st.selectbox(
            _OF_NO_APP
            if found.format == ANY_TABLE
            else f"This looks like a file of: {data_state.app_name(found.format)}. "
            "You can change it.",
            formats,
            index=formats.index(found.format),
            format_func=data_state.app_name,
            key=data_state.key("format"),
        )
    asked = data_state.round_()["asked"]
    if "zone" in asked:
        zones = sorted(zoneinfo.available_timezones())
        here = getattr(state.now().tzinfo, "key", None)
        st.selectbox(
            "The file keeps world time. In which time zone were you?",
            [*([here] if here in zones else []), *(zone for zone in zones if zone != here)],
            index=None,
            placeholder="Choose your time zone",
            key=data_state.key("zone"),
        )
    if found.columns:
        _columns(found)
    if "date_order" in asked:
        examples = ", ".join(data_state.round_()["examples"])
        st.radio(
            cards.markdown(
                "Which comes first in the days of this file?"
                + (f" For example {examples}." if examples else "")
            ),
            list(_ORDERS),
            index=None,
            format_func=_ORDERS.get,
            key=data_state.key("order"),
        )
    if found.error:
        st.error(cards.markdown(found.error))


def _columns(found: Looked) -> None:
    """Let the person say what becomes of each column."""
    st.subheader("What is in each column?", anchor=False)
    for place, (name, examples) in enumerate(found.columns.items()):
        such = f" (such as {'; '.join(each[:40] for each in examples)})" if examples else " (empty)"
        fields = list(FIELDS)
        st.selectbox(
            cards.markdown(f"{name[:60]}{such}"),
            fields,
            index=fields.index(found.chosen[name]),
            format_func=FIELDS.get,
            key=data_state.column_key(place),
        )
    if found.more_columns:
        cards.note(f"{data_state.several(found.more_columns, 'more column')} stay out.")
    st.radio(
        "How are numbers written?",
        list(_DECIMALS),
        index=list(_DECIMALS).index(found.decimal),
        format_func=_DECIMALS.get,
        key=data_state.key("decimal"),
        horizontal=True,
    )


def _danger(found: Looked) -> None:
    """Show the danger signs that stand in the file, with what to do, before anything else."""
    where = frame.country()
    level = urgency.levels()[Urgency.EMERGENCY]
    book = questionnaire()
    with st.container(key="card_danger"):
        st.header("This file names an emergency sign", anchor=False)
        cards.bullets(_sign(book[sign.question].label, sign.days) for sign in found.signs)
        cards.text(f"If you have it now: {urgency.fill(level.action, where)}")
        if where.emergency_href:
            st.html(frame.call_button(where))
        cards.text("If it was then and is not now, do the check today. An import answers nothing.")
        cards.link("check", "Check how soon to get help")


def _sign(label: str, days: Sequence[dt.date]) -> str:
    named = ", ".join(cards.day(day, weekday=False) for day in days[-3:])
    return f"{label}: {named}" if named else label


# --- another app, or a table ---


def _preview(plan: Plan, found: Looked) -> None:
    with st.container(key="card_preview"):
        st.header("What would be brought in", anchor=False)
        taken = len(plan.preview.accepted)
        cards.rows(
            [
                ("Can be kept", _parts(taken, len(plan.entries), len(plan.treatments))),
                ("There already", data_state.several(plan.already_there, "record")),
                ("Left out", data_state.several(len(plan.left_out), "row")),
                ("Cannot be read", data_state.several(len(plan.unreadable), "row")),
            ]
        )
        for flag, count in plan.preview.doubts.items():
            cards.note(f"{texts().flags[flag]} ({data_state.several(count, 'row')})")
        if plan.unreadable:
            with st.expander(f"What cannot be read ({len(plan.unreadable)})"):
                _list(list(plan.unreadable))
        if plan.left_out:
            with st.expander(f"What is left out, and why ({len(plan.left_out)})"):
                _list([f"{_place(e.source_ref, e.name)}: {e.why}" for e in plan.left_out])
        if plan.preview.not_read:
            names = ", ".join(f"{name[:40]} ({n})" for name, n in plan.preview.not_read.items())
            cards.note(f"Not read: {names[:2000]}.")
        accepted = plan.preview.accepted
        if accepted:
            shown = accepted[:_SHOWN]
            with st.expander(f"The first {len(shown)} of {len(accepted):,} rows", expanded=True):
                cards.rows((_moment(row), _becomes(row)) for row in shown)
        _questions(found)
        if not plan.count:
            there = plan.already_there or not plan.left_out
            cards.text(
                "There is nothing new in this file."
                if there
                else "Nothing of this file can be kept. The list above says why."
            )
            return
        words = data_state.several(len(plan.entries), "entry")
        if plan.treatments:
            words += f" and {data_state.several(len(plan.treatments), 'treatment')}"
        if forms.pressed(f"Bring in {words}", "go_import", of="import", type="primary"):
            with bar("Saving"):
                data_state.bring_in()
            st.rerun()


def _questions(found: Looked) -> None:
    if "scale" in found.asks:
        st.radio(
            "Are the pain scores in this file from 0 (no pain) to 10 (the worst)?",
            list(data_state.SCALE),
            index=None,
            format_func=data_state.SCALE.get,
            key=data_state.key("scale"),
        )
        cards.note("If not, the numbers stay as words in the note and are never shown as scores.")
    if "pain" in found.asks:
        st.selectbox(
            "What does the app mean by pain?",
            list(_PAINS),
            format_func=FIELDS.get,
            key=data_state.key("pain"),
        )


def _parts(rows: int, entries: int, treatments: int) -> str:
    more = f" and {data_state.several(treatments, 'treatment')}" if treatments else ""
    made = f"{data_state.several(entries, 'new entry')}{more}"
    return f"{data_state.several(rows, 'row')}, which make {made}"


def _place(ref: str, name: str) -> str:
    return f"{ref}, {name}" if name else ref


def _list(lines: list[str]) -> None:
    cards.bullets(lines[:_LISTED])
    if len(lines) > _LISTED:
        cards.note(f"And {len(lines) - _LISTED:,} more.")


def _moment(row: Row) -> str:
    day = cards.day(row.date, weekday=False) if row.date else ""
    time = f", {row.time:%H:%M}" if row.time else ""
    return f"{day}{time}"


def _becomes(row: Row) -> str:
    """Return what a row says and what becomes of it."""
    kind = texts().kinds.get(row.kind, row.kind.replace("_", " ").capitalize())
    ours = row.source in (ANY_TABLE, "backwatch") and row.name in _NAMES
    label = (_NAMES[row.name] if ours else row.name) or kind
    value = (_in_words(row) if row.source == "backwatch" else row.value_text) or row.note
    if row.value_num is not None and (row.scale == NRS or not row.value_text):
        scale = "" if row.scale == NRS else texts().scales.get(row.scale, "")
        value = f"{plain_number(row.value_num)} {scale}".strip()
    said = f"{label}: {value}" if value and value != label else label
    if row.kind == "pain" and row.scale not in ("", NRS):
        return f"{said[:_LONG]} (stays words in the note, not a score)"
    return said if len(said) <= _LONG else f"{said[:_LONG]}…"


def _in_words(row: Row) -> str:
    """Return a cell of our own table with labels in place of ids."""
    found = []
    for part in row.value_text.split(";") if row.value_text else ():
        id, _, rest = part.partition(":")
        if row.name == "danger_signs":
            answer = rest.replace("_", " ") or "yes"
            found.append(f"{questionnaire()[id].label}: {answer}")
        elif row.name == "places":
            label = diary.vocabulary().label("zones", id)
            found.append(f"{label} {rest}".strip())
        elif row.name in _CHOICES:
            found.append(diary.vocabulary().label(row.name, id))
        else:
            return row.value_text
    return ", ".join(found)


# --- a file with everything ---


def _everything(found: Looked) -> None:
    everything = found.everything
    if everything is None:
        return
    with st.container(key="card_preview"):
        st.header("What this file holds", anchor=False)
        for number, held in enumerate(incoming.held(everything), start=1):
            _held(held, number if len(everything.people) > 1 else 0)
        for remark in everything.remarks:
            cards.note(remark)
        there = data_state.there_already()
        total = sum(sum(held.counts.values()) for held in incoming.held(everything))
        cards.note(f"There already: {there:,} of {data_state.several(total, 'record')}.")
        waiting = False
        if data_state.asks_whose(found):
            choice = st.radio(
                "Whose records are in this file?",
                list(data_state.MINE),
                index=None,
                format_func=data_state.MINE.get,
                key=data_state.key("mine"),
            )
            cards.note("Another person's records are kept apart. The pages go on showing yours.")
            waiting = choice is None
        if total == there and not waiting:
            cards.text("There is nothing new in this file.")
            return
        words = data_state.several(total - there, "record")
        if forms.pressed(f"Bring in {words}", "go_import_all", of="import_all", type="primary"):
            with bar("Saving"):
                data_state.bring_back()
            st.rerun()


def _held(held: Held, number: int) -> None:
    pairs = [
        (label, f"{held.counts[name]:,}")
        for name, label in _HELD.items()
        if held.counts[name] or name == "entries"
    ]
    if held.first and held.last:
        days = [cards.day(day) for day in sorted({held.first, held.last})]
        pairs.insert(0, ("Days", " to ".join(days)))
    if held.person.name or number:
        pairs.insert(0, ("Person", held.person.name or f"Person {number}, without a name"))
    cards.rows(pairs)


_HELD = {
    "entries": "Diary entries",
    "checks": "Checks",
    "treatments": "Treatments",
    "tests": "Tests",
    "appointments": "Appointments",
}


# --- what there was ---


def _brought() -> None:
    found = data_state.brought()
    if not found:
        return
    with st.container(key="card_imports"):
        st.header("What you brought in", anchor=False)
        for each in found:
            with st.container(key=f"row_import_{each.import_id}", gap="xsmall"):
                when = f"{cards.day(each.at.date())}, {each.at:%H:%M}" if each.at else "Earlier"
                what = f": {data_state.app_name(each.format)}" if each.format else ""
                count = f", {data_state.several(each.records or 0, 'record')}" if each.at else ""
                cards.text(f"{when}{what}{count}")
                st.button(
                    f"Take this import back: {when}",
                    key=f"change_import_{each.import_id}",
                    type="tertiary",
                    on_click=data_state.take_back,
                    args=(each.import_id,),
                )
