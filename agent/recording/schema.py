"""The published JSON schema of a recording, made from the types that write it.

Knows the types. docs/recording.schema.json is what `python -m agent recordings schema` prints.
"""

from __future__ import annotations

import json
from typing import Any

from agent.episode import LINE, Header
from agent.recording.seal import Seal

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """The schema as it is committed: one line of episode.jsonl, and the seal under $defs/Seal."""
    return json.dumps(_schema(), indent=1, ensure_ascii=False) + "\n"


def _schema() -> dict[str, Any]:
    made = LINE.json_schema(mode="serialization")
    kinds: dict[str, str] = made["discriminator"]["mapping"]
    parts = made["$defs"]
    for reference in kinds.values():
        line = parts[reference.rsplit("/", 1)[-1]]
        line["properties"]["hash"] = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "See docs/recordings.md."}
        # Every field is always written, so that nobody has to know the defaults.
        line["required"] = [*line["properties"]]
    parts[Header.__name__]["properties"]["schema_version"] = {"const": 2, "type": "integer"}
    seal = Seal.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
    parts.update(seal.pop("$defs", {}))
    seal["required"] = [*seal["properties"]]
    parts["Seal"] = seal
    return {
        "$schema": DIALECT,
        "title": "A line of episode.jsonl, version 2",
        "description": "Each line of a Fingertip recording; seal.json has the shape under $defs/Seal.",
        "oneOf": [{"$ref": reference} for reference in kinds.values()],
        "$defs": dict(sorted(parts.items())),
    }
