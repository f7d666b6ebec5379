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
    """One open page: `choices` are the button groups that it shows, by their key.

    `received`: how many bytes came over the socket so far.
    """

    socket: ClientConnection
    page_hash: str = ""
    choices: dict[str, Any] = field(default_factory=dict)
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
        group = self.choices[key]
        if words not in [option.content for option in group.options]:
            raise ValueError(f"{key} has no answer {words}")
        state = WidgetState(id=group.id)
        state.string_array_value.data.append(words)
        self.states[key] = state
        start = time.perf_counter()
        await self._run()
        return time.perf_counter() - start

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()

    async def _run(self, page: str = "") -> None:
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
            elif kind == "delta":
                self._see(message.delta.new_element)
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError("The page did not finish.")
                return

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"The page failed: {element.exception.type}")
        if kind == "button_group" and (found := USER_KEY.match(element.button_group.id)):
            self.choices[found["key"]] = element.button_group
