"""A power-cut simulator for a store that keeps its data in files. Linux, needs strace.

`record` runs a program and writes down every write, sync, create, rename and delete it makes in one
folder. `replay` then builds, for moments in that recording, the folders that a power cut at that
moment could have left behind.

What a cut leaves, per file: all data up to its last sync, and of the later writes none ("none"),
all ("all", the same as killing the program), or a random part with torn 512-byte sectors
("random"). A name in the folder is durable after the folder was synced, and a new file's name also
after the file was ("strict"); in the "ordered" model any file's sync makes all earlier names
durable, as a journalling file system does. The disk is trusted to keep what it said it kept.
"""

import random
import re
import subprocess
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

_CALLS = (
    "openat,open,creat,write,pwrite64,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,"
    "renameat2,link,linkat,truncate,fallocate,copy_file_range,sendfile,pwritev,writev"
)
_NOT_MODELLED = {"truncate", "fallocate", "copy_file_range", "sendfile", "pwritev", "writev"}
_SECTOR = 512

Cut = Literal["none", "all", "random"]
Folder = Literal["strict", "ordered"]


class Event(NamedTuple):
    """One thing that happened: create, write, size, sync, sync_folder, unlink, rename, link, ack.

    `name` is the file inside the folder, or what an ack said; `other` is the new name.
    """

    kind: str
    name: str = ""
    other: str = ""
    offset: int = 0
    data: bytes = b""


def record(command: list[str], log: Path) -> None:
    """Run `command` and keep its system calls in `log`. It prints "ACK x" after each commit."""
    strace = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-e", f"trace={_CALLS}"]
    options = ["-e", "signal=none", "-o", str(log)]
    subprocess.run([*strace, *options, *command], check=True, stdout=subprocess.DEVNULL)


_CALL = re.compile(r"(\w+)\((.*)\)\s+=\s+(-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"(-?\d+)<([^>]*)>")


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _name(text: str) -> str:
    return _bytes(text).decode(errors="replace") if "\\x" in text else text


def _lines(log: Path) -> Iterator[tuple[str, str, str, int]]:
    """Return process, call, arguments and result of each call that succeeded."""
    begun: dict[str, str] = {}
    for line in log.read_text(errors="replace").splitlines():
        process, _, rest = line.partition(" ")
        rest = rest.strip()
        if "<unfinished ...>" in rest:
            begun[process] = rest.split("<unfinished ...>")[0]
            continue
        if resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", rest):
            rest = begun.pop(process, "") + resumed.group(1)
        if (call := _CALL.match(rest)) and int(call.group(3)) >= 0:
            yield process, call.group(1), call.group(2), int(call.group(3))


def events(log: Path, root: Path) -> list[Event]:
    """Return what the recorded program did to the files under `root`, and what it acknowledged."""
    root = root.resolve()
    found: list[Event] = []
    places: dict[int, int] = {}  # where a plain write on this file handle goes

    def inside(path: str) -> str | None:
        path = path.removesuffix(" (deleted)")
        return str(Path(path).relative_to(root)) if path.startswith(f"{root}/") else None

    def named(arguments: str) -> list[str | None]:
        """Return the files that the texts in these arguments name, as seen from their folders."""
        parts = re.findall(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:\\x[0-9a-f]{2})*)"', arguments)
        return [inside(str(Path(_name(folder)) / _name(name))) for folder, name in parts]

    for _process, call, arguments, result in _lines(log):
        handle = _FILE.match(arguments)
        path = _name(handle.group(2)) if handle else ""
        number = int(handle.group(1)) if handle else -1
        text = _TEXT.search(arguments)
        if call == "write" and number == 1:
            said = re.findall(rb"ACK (\S+)", _bytes(text.group(1))) if text else []
            found += [Event("ack", ack.decode()) for ack in said]
        elif call in ("open", "openat", "creat"):
            file = named(arguments)[0]
            if file:
                places[result] = 0
                if "O_CREAT" in arguments or call == "creat":
                    found.append(Event("create", file))
                if "O_TRUNC" in arguments:
                    found.append(Event("size", file))
        elif call.startswith(("unlink", "rename", "link")):
            files = named(arguments)
            if files[0]:
                kind = re.match(r"unlink|rename|link", call)
                found.append(Event(kind.group() if kind else "", files[0], files[-1] or ""))
        elif call in ("fsync", "fdatasync") and Path(path) == root:
            found.append(Event("sync_folder"))
        elif file := inside(path):
            data = _bytes(text.group(1))[:result] if text else b""
            last = arguments.rsplit(",", 1)[-1]
            if call in _NOT_MODELLED:
                raise AssertionError(f"{call} on {file} is not modelled")
            if call in ("fsync", "fdatasync"):
                found.append(Event("sync", file))
            elif call == "pwrite64":
                found.append(Event("write", file, offset=int(last), data=data))
            elif call == "write":
                found.append(Event("write", file, offset=places.get(number, 0), data=data))
                places[number] = places.get(number, 0) + len(data)
            elif call == "ftruncate":
                found.append(Event("size", file, offset=int(last)))
    return found


def _apply(content: bytearray, event: Event) -> None:
    if event.kind == "size":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    content.extend(bytes(max(0, event.offset - len(content))))
    content[event.offset : event.offset + len(event.data)] = event.data


@dataclass
class Disk:
    """The files of one folder: as programs see them, and what of them is durable."""

    model: Folder
    seen: dict[str, int] = field(default_factory=dict)  # name: file
    durable: dict[str, int] = field(default_factory=dict)
    content: dict[int, bytearray] = field(default_factory=dict)  # durable content of a file
    pending: dict[int, list[Event]] = field(default_factory=dict)  # its writes since the last sync
    names: list[tuple[str, str, int]] = field(default_factory=list)  # ("+" or "-", name, file)

    def step(self, event: Event) -> None:
        """Let one event happen."""
        file = self.seen.get(event.name, -1)
        match event.kind:
            case "create" if file < 0:
                file = len(self.content)
                self.content[file], self.pending[file] = bytearray(), []
                self._add(event.name, file)
            case "unlink" if file >= 0:
                self._remove(event.name)
            case "link" if file >= 0:
                self._add(event.other, file)
            case "rename" if file >= 0:
                self._remove(event.name)
                self._add(event.other, file)
            case "write" | "size" if file >= 0:
                self.pending[file].append(event)
            case "sync" if file >= 0:
                for late in self.pending[file]:
                    _apply(self.content[file], late)
                self.pending[file] = []
                self._sync_names(file)
            case "sync_folder":
                self._keep(self.durable, self.names)
                self.names = []

    def _add(self, name: str, file: int) -> None:
        self.seen[name] = file
        self.names.append(("+", name, file))

    def _remove(self, name: str) -> None:
        self.names.append(("-", name, self.seen.pop(name)))

    def _sync_names(self, file: int) -> None:
        if self.model == "ordered":
            self._keep(self.durable, self.names)
            self.names = []
            return
        for number, (sign, name, named) in enumerate(self.names):
            if sign == "+" and named == file:  # the name of a new file is kept with the file
                self.durable[name] = file
                earlier = [late for late in self.names[:number] if late[1] != name]
                self.names = earlier + self.names[number + 1 :]
                return

    @staticmethod
    def _keep(table: dict[str, int], names: list[tuple[str, str, int]]) -> None:
        for sign, name, file in names:
            if sign == "+":
                table[name] = file
            else:
                table.pop(name, None)

    def after(self, cut: Cut, chance: random.Random) -> dict[str, bytes]:
        """Return the files, by name, that a cut at this moment could leave."""
        names = dict(self.durable)
        late = {"none": 0, "all": len(self.names), "random": chance.randint(0, len(self.names))}
        self._keep(names, self.names[: late[cut]])
        left = {}
        for name, file in names.items():
            content = bytearray(self.content[file])
            for event in self.pending[file] if cut != "none" else []:
                for part in [event] if cut == "all" else _torn(event, chance):
                    _apply(content, part)
            left[name] = bytes(content)
        return left


def _torn(event: Event, chance: random.Random) -> list[Event]:
    """Return what of one write reached the disk: all of it, none, or some sectors."""
    luck = chance.random()
    if luck < 0.4 or (event.kind == "size" and luck < 0.5):
        return [event]
    if luck > 0.6 or event.kind == "size":
        return []
    return [
        Event("write", event.name, "", event.offset + at, event.data[at : at + _SECTOR])
        for at in range(0, len(event.data), _SECTOR)
        if chance.random() < 0.5
    ]


class Moment(NamedTuple):
    """A folder that a power cut could leave, and what had been acknowledged before it."""

    files: dict[str, bytes]
    acknowledged: list[str]
    cut: Cut
    number: int

    def left(self) -> Hashable:
        """Return what this cut left: many cuts leave the same, which need be judged only once."""
        files = [(name, sha256(held).digest()) for name, held in sorted(self.files.items())]
        return tuple(files), tuple(self.acknowledged)


def replay(
    happened: list[Event],
    *,
    model: Folder,
    cuts: int,
    random_cuts: int = 2,
    seed: int = 7,
    first: int = 0,
) -> Iterator[Moment]:
    """Return about `cuts` moments, spread over the recording; every event's when there are fewer.

    Only moments from event number `first` on are chosen.

    Each chosen event gives one cut that loses all that may be lost, one that loses nothing, and
    `random_cuts` in between.
    """
    chance = random.Random(seed)  # noqa: S311 - a proof must come out the same each time
    kinds: list[Cut] = ["none", "all", *(["random"] * random_cuts)]  # type: ignore[list-item]
    wanted = min(len(happened) - first, -(-cuts // len(kinds)))
    chosen = set(chance.sample(range(first, len(happened)), wanted))
    disk, acknowledged = Disk(model), []
    for number, event in enumerate(happened):
        if event.kind == "ack":
            acknowledged.append(event.name)
        disk.step(event)
        if number in chosen:
            for cut in kinds:
                yield Moment(disk.after(cut, chance), list(acknowledged), cut, number)
