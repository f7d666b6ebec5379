"""A person's browser without the screen: one WebSocket that opens a page and clicks."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

ANSWER_SECONDS = 60
USER_KEY = re.compile(r"^\$\$[^-]+-[0-9a-f]+-(?P<key>.+)$")


@dataclass
class Visitor:
    """One open page.

    `choices` holds the button groups that it shows and `ids` the names of all its widgets, by their
    key; `words` is the text of what was drawn since the last click; `received` counts the bytes
    that came over the socket so far.
    """

    socket: ClientConnection
    session_id: str = ""
    page_hash: str = ""
    choices: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    states: dict[str, WidgetState] = field(default_factory=dict)
    received: int = 0

    @classmethod
    async def open(cls, port: int, page: str) -> "Visitor":
        """Connect and wait until the page is drawn."""
        address = f"127.0.0.1:{port}"
        visitor = cls(
            await connect(
                f"ws://{address}/_stcore/stream",
                origin=f"http://{address}",
                subprotocols=["streamlit"],
                max_size=None,
                open_timeout=ANSWER_SECONDS,
            )
        )
        await visitor._run(page)
        return visitor

    async def click(self, key: str, words: str) -> float:
        """Choose one answer of a button group; return the seconds until the page is drawn again.

        Raises KeyError when the page does not show it, ValueError when it has no such answer.
        """
        self.choose(key, words)
        start = time.perf_counter()
        await self._run()
        return time.perf_counter() - start

    def choose(self, key: str, words: str) -> None:
        """Choose one answer of a button group, to be sent with a press. Raises as `click` does."""
        group = self.choices[key]
        if words not in [option.content for option in group.options]:
            raise ValueError(f"{key} has no answer {words}")
        state = WidgetState(id=group.id)
        state.string_array_value.data.append(words)
        self.states[key] = state

    def set(self, key: str, **value: Any) -> None:
        """Set a widget of any kind, to be sent with the next press, such as double_value=7."""
        self.states[key] = WidgetState(id=self.ids[key], **value)

    async def press(self, key: str, says: str) -> tuple[float, float]:
        """Press a button; return the seconds until a text came and until the page was drawn.

        Raises RuntimeError when the text that `says` names does not come.
        """
        self.set(key, trigger_value=True)
        start = time.perf_counter()
        said = await self._run(says=says)
        done = time.perf_counter()
        del self.states[key]
        if said is None:
            raise RuntimeError(f"The page did not say: {says}")
        return said - start, done - start

    async def look(self, page: str = "") -> str:
        """Send what was set, as another page if one is named; return the words of the page."""
        if page:
            self.page_hash = ""
        await self._run(page)
        return "\n".join(self.words)

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()

    async def _run(self, page: str = "", says: str = "") -> float | None:
        """Ask for a run and wait for its end; return when the text that `says` names came."""
        said: float | None = None
        self.words.clear()
        ask = BackMsg()
        ask.rerun_script.page_name = page
        ask.rerun_script.page_script_hash = self.page_hash
        ask.rerun_script.context_info.timezone = "UTC"
        ask.rerun_script.widget_states.widgets.extend(self.states.values())
        await self.socket.send(ask.SerializeToString())
        while True:
            data = await self.socket.recv(decode=False)
            self.received += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page_hash = message.new_session.page_script_hash
                self.session_id = message.new_session.initialize.session_id or self.session_id
            elif kind == "navigation":  # says which page it was in the end
                self.page_hash = message.navigation.page_script_hash
            elif kind == "delta":
                self._see(message.delta.new_element)
                if says and said is None and self.words and says in self.words[-1]:
                    said = time.perf_counter()
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError("The page did not finish.")
                return said

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"The page failed: {element.exception.type}")
        if kind is None:
            return
        shown = getattr(element, kind)
        self.words.append(str(getattr(shown, "body", "") or getattr(shown, "label", "")))
        if found := USER_KEY.match(str(getattr(shown, "id", ""))):
            self.ids[found["key"]] = shown.id
            if kind == "button_group":
                self.choices[found["key"]] = shown
