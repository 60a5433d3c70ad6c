"""Escrow of a settled gig (spec §4)."""

from fractions import Fraction
from typing import Any

from constants import MAX_COMMITMENT
from exact import base_units, require
from table import Row, table

FILE = "halves.json"


def build() -> dict[str, Any]:
    """Every amount a gig can have; all are even in base units, so nothing is rounded."""
    rows: list[Row] = []
    for credits in sorted({value * commitment for value in (6, 12, 24) for commitment in range(1, MAX_COMMITMENT + 1)}):
        half = base_units(Fraction(credits, 2))
        require(half + half == base_units(credits), "the halves are not the whole")
        rows.append({"credits": base_units(credits), "taker": half, "creator": half})
    return table("§4", "taker = creator = credits / 2, exactly; every amount a gig can have", rows)
