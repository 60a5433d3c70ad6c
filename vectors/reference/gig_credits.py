"""Credits of a gig (spec §4)."""

from typing import Any

from constants import MAX_COMMITMENT, SKILLS_PER_TEMPLATE, TEMPLATES, skill_value
from exact import base_units, require
from table import Row, table

FILE = "gigCredits.json"


def gig_credits(skill: int, commitment: int) -> int:
    """Commitment times the value of the skill, in base units."""
    return base_units(commitment * skill_value(skill))


def build() -> dict[str, Any]:
    """All skills with all commitments."""
    rows: list[Row] = []
    for skill in range(TEMPLATES * SKILLS_PER_TEMPLATE):
        for commitment in range(1, MAX_COMMITMENT + 1):
            credits = gig_credits(skill, commitment)
            require(base_units(6) <= credits <= base_units(240), "gig outside 6 .. 240")
            rows.append({"skill": skill, "commitment": commitment, "value": skill_value(skill), "credits": credits})
    return table("§4", "credits = commitment * value(skill); every skill with every commitment", rows)
