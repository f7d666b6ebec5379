"""How far a long piece of work has come, told to whoever waits for it.

The work names its steps with `along`; whoever shows a bar listens with `told`. Without a listener
nothing is done.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Listener = Callable[[float], None]

TIMES = 50  # a listener hears of one step at most this often

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextlib.contextmanager
def told(listener: Listener) -> Iterator[None]:
    """Tell `listener` how far the work inside has come: from 0 to 1, never less than before.

    The work is done in the same thread.
    """
    furthest = 0.0

    def hear(share: float) -> None:
        nonlocal furthest
        furthest = max(furthest, min(share, 1.0))
        listener(furthest)

    token = _listener.set(hear)
    try:
        yield
    finally:
        _listener.reset(token)


def along(things: Sequence[T], begin: float, end: float) -> Iterator[T]:
    """Yield the things one by one, and tell how far this step is, which goes from begin to end."""
    return along_about(things, len(things), begin, end)


def along_about(things: Iterable[T], count: int, begin: float, end: float) -> Iterator[T]:
    """Do the same for things whose number is only known about, such as lines of a text."""
    listener = _listener.get()
    if listener is None or not count:
        yield from things
        return
    step = max(1, count // TIMES)
    for number, thing in enumerate(things):
        if number % step == 0 and number < count:
            listener(begin + (end - begin) * number / count)
        yield thing
    listener(end)
