"""A golden file: a short head and parallel columns. All numbers are decimal strings, so uint256 survives JSON in both readers."""

import json
from typing import Any

from exact import require

Row = dict[str, int | bool | str]

PER_LINE = 8


def table(spec: str, formula: str, rows: list[Row], **extra: list[int]) -> dict[str, Any]:
    """Rows with equal keys, turned into one column per key; `extra` holds flattened columns of another length."""
    require(len(rows) > 0, "no cases")
    names = list(rows[0])
    require(all(list(row) == names for row in rows), "rows differ in their keys")
    columns = {name: [cell(row[name]) for row in rows] for name in names}
    flattened = {name: [cell(value) for value in values] for name, values in extra.items()}
    return {"spec": spec, "formula": formula, "count": str(len(rows)), **columns, **flattened}


def cell(value: int | bool | str) -> bool | str:
    """Booleans stay booleans, numbers become decimal strings."""
    return value if isinstance(value, (bool, str)) else str(value)


def render(document: dict[str, Any]) -> str:
    """JSON in ASCII; columns are wrapped, so that a changed case changes few lines."""
    fields = [f"  {dump(key)}: {render_value(value)}" for key, value in document.items()]
    text = "{\n" + ",\n".join(fields) + "\n}\n"
    require(json.loads(text) == document, "the text does not read back")
    return text


def render_value(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return dump(value)
    width = PER_LINE if not isinstance(value[0], dict) else 1
    items = [dump(item) for item in value]
    lines = [", ".join(items[start : start + width]) for start in range(0, len(items), width)]
    return "[\n    " + ",\n    ".join(lines) + "\n  ]"


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)
