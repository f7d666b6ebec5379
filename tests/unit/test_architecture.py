"""What each part of the code may know. The sources themselves are read, functions too."""

import ast
import re
import shutil
import subprocess
import sys
from functools import cache

import pytest

from backwatch import paths

ROOT = paths.RULES.parent


def sources(*folders):
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "__pycache__" not in path.parts]


DOMAIN = sources("backwatch")
SCREEN = [*sources("ui", "pages"), *([ROOT / "app.py"] if (ROOT / "app.py").exists() else [])]


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def every_node(path):
    return tuple(ast.walk(tree(path)))


def nodes(path, kind):
    return [node for node in every_node(path) if isinstance(node, kind)]


def place(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def imported(path):
    """Return (module, node) for every import, also import_module("x") and inside functions."""
    for node in nodes(path, ast.Import):
        for alias in node.names:
            yield alias.name, node
    for node in nodes(path, ast.ImportFrom):
        if not node.level:
            yield node.module, node
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node
    for node in nodes(path, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("import_module", "__import__") and node.args:
            first = node.args[0]
            yield (first.value if isinstance(first, ast.Constant) else "?"), node


def attributes(path, *names):
    return [node for node in nodes(path, ast.Attribute) if node.attr in names]


def taken(path, module, *names):
    """Return where one of `names` is used, as module.name or by `from module import name`."""
    found = attributes(path, *names)
    for node in nodes(path, ast.ImportFrom):
        if node.module == module and any(alias.name in names for alias in node.names):
            found.append(node)
    return [place(path, node) for node in found]


def test_there_is_code_to_read():
    assert len(DOMAIN) > 5


def test_the_domain_never_imports_streamlit_or_a_screen():
    wrong = [
        place(path, node)
        for path in DOMAIN
        for module, node in imported(path)
        if module.split(".")[0] in ("streamlit", "ui", "pages", "app")
    ]
    assert wrong == []


def test_the_engine_loads_without_streamlit_pandas_or_a_database():
    program = (
        "import sys, backwatch.triage, backwatch.__main__;"
        "print(*sorted({'streamlit', 'pandas', 'plotly', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, timeout=60, check=True
    )
    assert done.stdout.decode().strip() == ""


def test_only_what_a_visit_remembers_touches_the_session():
    wrong = [
        where
        for path in SCREEN
        if path not in (ROOT / "ui" / "state.py", ROOT / "ui" / "visit.py")
        for where in taken(path, "streamlit", "session_state")
    ]
    assert wrong == []


def test_only_one_file_caches():
    wrong = [
        where
        for path in SCREEN
        if path != ROOT / "ui" / "load.py"
        for where in taken(path, "streamlit", "cache_data", "cache_resource")
    ]
    assert wrong == []


def test_a_page_stays_under_120_lines():
    long = {
        path.name: count
        for path in sources("pages")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) >= 120
    }
    assert long == {}


def test_a_page_holds_no_page_of_another_and_knows_only_the_rooms_below():
    wrong = [
        place(path, node)
        for path in sources("pages", "ui")
        for module, node in imported(path)
        if module.split(".")[0] in ("pages", "app")
    ]
    assert wrong == []


def test_the_domain_never_reads_the_clock():
    wrong = [
        place(path, node)
        for path in DOMAIN
        if path.name != "__main__.py"
        for node in attributes(path, "today", "now", "utcnow")
        if isinstance(node.value, (ast.Name, ast.Attribute))
        and getattr(node.value, "attr", getattr(node.value, "id", ""))
        in ("date", "datetime", "dt", "Timestamp", "func")
    ]
    assert wrong == []


def _built_from_parts(node):
    """Return whether a text is put together: an f-string, %, + or .format()."""
    return (
        (isinstance(node, ast.JoinedStr))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)))
        or (isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("format", "join"))
    )


def test_no_sql_text_is_put_together_from_parts():
    wrong = [
        place(path, node)
        for path in DOMAIN
        if any(module.split(".")[0] in ("sqlalchemy", "alembic") for module, _ in imported(path))
        for node in nodes(path, ast.Call)
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in ("text", "exec_driver_sql")
        and node.args
        and _built_from_parts(node.args[0])
    ]
    assert wrong == []


def test_no_screen_uses_raw_html_frames_slow_charts_or_messages_that_vanish():
    wrong = []
    for path in SCREEN:
        banned = attributes(path, "iframe", "line_chart", "toast")
        banned += [k.value for k in nodes(path, ast.keyword) if k.arg == "unsafe_allow_html"]
        banned += [n for n in nodes(path, ast.Name) if n.id == "px"]
        banned += [n for module, n in imported(path) if module.startswith("plotly.express")]
        wrong += [place(path, node) for node in banned]
    assert wrong == []


def _files():
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("only in a checkout: git says which files belong to it")
    done = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    for name in sorted(filter(None, done.stdout.decode().split("\0"))):
        path = ROOT / name
        if path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture or another binary file


# Put together here so that this file does not find itself.
ELSEWHERE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:work|root|Users|home/[a-z]+)" + "/",
            "[A-Z]:" + r"\\+Users",
            "--(?:extra-)?" + "index-url",
            "--trusted" + "-host",
            "files.python" + "hosted",
            r"(?:registry|artifactory|nexus|mirror)[\w.-]*\.[a-z]{2,}" + "/(?:simple|npm|pypi)",
        ]
    )
)


def test_no_file_names_a_folder_of_one_machine_or_where_packages_came_from():
    wrong = [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for name, text in _files()
        for found in ELSEWHERE.finditer(text)
    ]
    assert wrong == []
