"""Where the product's own files are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
CONTENT = ROOT / "content"
