"""Parse every line of a JSON-lines file and write it out again: the least that anyone must do."""

import json
import sys
from pathlib import Path

with Path(sys.argv[1]).open(encoding="utf-8") as lines:
    for line in lines:
        print(json.dumps(json.loads(line), ensure_ascii=False))
