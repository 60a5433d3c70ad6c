"""Target and locked part of a wallet's grant (spec §1 Words, §2, §3)."""

from typing import Any

from constants import BASE_GRANT, LARGEST_GRANT, MAX_LEVEL, MAX_SKILLS, NO_SKILL, SKILLS_PER_TEMPLATE, TEMPLATES, skill_value
from exact import base_units, require
from stream import Stream
from table import Row, table

FILE = "grant.json"

Skill = tuple[int, int, bool]
"""Skill id, level, validated."""


def target(skills: list[Skill]) -> int:
    """What the wallet is to have been granted, in base units: 2,000 + sum of value * level credits."""
    return base_units(BASE_GRANT + sum(skill_value(skill) * level for skill, level, _ in skills))


def locked(skills: list[Skill]) -> int:
    """The self-assessed part of the skills not validated yet, in base units."""
    return base_units(sum(skill_value(skill) * level for skill, level, validated in skills if not validated))


def random_skills(stream: Stream, template: int) -> list[Skill]:
    """One to three distinct skills of one template."""
    ids = stream.sample(range(template * SKILLS_PER_TEMPLATE, (template + 1) * SKILLS_PER_TEMPLATE), stream.between(1, MAX_SKILLS))
    return [(skill, stream.between(1, MAX_LEVEL), stream.chance(2)) for skill in ids]


def cases() -> list[list[Skill]]:
    every_skill = [[(skill, level, False)] for skill in range(36) for level in (1, 10)]
    edges: list[list[Skill]] = [
        [(8, 1, False)],  # least: 2,006
        [(4, 10, False), (5, 10, False), (6, 10, False)],  # most: 2,720
        [(4, 10, True), (5, 10, True), (6, 10, True)],
        [(4, 10, True), (5, 10, False), (6, 10, True)],
        [(0, 5, True)],
        [(11, 3, False), (0, 7, True)],
        [(35, 1, False), (24, 1, False), (28, 1, False)],
        [(12, 10, False), (16, 10, False), (20, 10, False)],
    ]
    stream = Stream("grant")
    return edges + every_skill + [random_skills(stream, stream.between(0, TEMPLATES - 1)) for _ in range(300)]


def build() -> dict[str, Any]:
    rows: list[Row] = []
    ids: list[int] = []
    levels: list[int] = []
    flags: list[int] = []
    for skills in cases():
        chosen = [skill for skill, _, _ in skills]
        require(len(set(chosen)) == len(chosen), "a skill twice")
        require(len({skill // SKILLS_PER_TEMPLATE for skill in chosen}) == 1, "skills of two templates")
        require(base_units(2_006) <= target(skills) <= base_units(LARGEST_GRANT), "grant outside 2,006 .. 2,720")
        require(locked(skills) <= target(skills) - base_units(BASE_GRANT), "more locked than self-assessed")
        missing = MAX_SKILLS - len(skills)
        ids += chosen + [NO_SKILL] * missing
        levels += [level for _, level, _ in skills] + [0] * missing
        flags += [validated for _, _, validated in skills] + [False] * missing
        rows.append({"skillCount": len(skills), "target": target(skills), "locked": locked(skills)})
    return table(
        "§1, §2, §3",
        "target = 2000 + sum(value * level) credits; locked = sum(value * level) of the skills not validated; case i has skills, levels, validated at 3i .. 3i+2, skill 255: none",
        rows,
        skills=ids,
        levels=levels,
        validated=flags,
    )
