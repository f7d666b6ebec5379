"""The official JSON schema of FHIR R4, cut to what Backwatch writes (see cut_schema.py)."""

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema

CUT = Path(__file__).with_name("r4_cut.schema.json")


@functools.cache
def _validator(kind: str) -> jsonschema.Draft6Validator:
    # "\S" is meant as in XML Schema, where only four signs are blank: a text may hold a hard space
    # or the wide blank of Japanese (R4, data types, string: nothing below U+0020 but tab, CR, LF).
    text = CUT.read_text(encoding="utf-8").replace(r"[ \\r\\n\\t\\S]+", r"[\\s\\S]+")
    whole = json.loads(text)
    return jsonschema.Draft6Validator(
        {"definitions": whole["definitions"], "$ref": f"#/definitions/{kind}"}
    )


def faults(resource: dict[str, Any]) -> list[str]:
    """Return what the schema says against a resource, or against each resource of a Bundle."""
    inside: list[dict[str, Any]] = []
    if resource["resourceType"] == "Bundle":
        inside = [entry["resource"] for entry in resource["entry"]]
        bare = [{k: v for k, v in e.items() if k != "resource"} for e in resource["entry"]]
        resource = {**resource, "entry": bare}
    found = [
        f"{resource['resourceType']} {'/'.join(map(str, error.path))}: {error.message[:200]}"
        for error in _validator(resource["resourceType"]).iter_errors(resource)
    ]
    return found + [fault for each in inside for fault in faults(each)]
