"""Skills of a town: counts, score, missing skills (spec §5, §7)."""

from typing import Any

from constants import MAX_SKILLS, NO_SKILL, SEATS, SKILLS_PER_TEMPLATE, TEMPLATES
from exact import require
from score import below_signal, score_hundredths
from stream import Stream
from table import Row, table

FILE = "skills.json"

Members = list[list[int]]
"""Active skills of each member, as positions 0 to 11 in the template."""


def skill_counts(members: Members) -> list[int]:
    """How many members hold each of the 12 skills."""
    return [sum(1 for skills in members if position in skills) for position in range(SKILLS_PER_TEMPLATE)]


def missing_mask(counts: list[int]) -> int:
    """Bit i is set if nobody holds skill i of the template."""
    return sum(2**position for position, count in enumerate(counts) if count == 0)


def case(members: Members) -> tuple[Row, list[int]]:
    counts = skill_counts(members)
    unique = len({skill for skills in members for skill in skills})
    total = sum(len(skills) for skills in members)
    missing = missing_mask(counts)
    require(sum(counts) == total, "counts do not add up")
    require(unique + missing.bit_count() == SKILLS_PER_TEMPLATE, "a skill is neither held nor missing")
    score = score_hundredths(unique, total, len(members))
    require(not members or 1_666 <= score <= 20_000, "score outside 16.66 .. 200")
    row: Row = {"unique": unique, "total": total, "score": score, "below48": below_signal(unique, total, len(members)), "missing": missing}
    return row, counts


def edges() -> list[Members]:
    one_each = [[position] for position in range(SKILLS_PER_TEMPLATE)]
    return [
        [],
        [[0]],
        [[11]],
        [[0, 1, 2]],
        [[0], [0], [0]],
        [[0], [1], [2]],
        one_each,  # 200
        one_each + one_each,
        [[0, 4, 8]] * SEATS,
        [[3, 7, 11], [2, 6, 10], [1, 5, 9], [0, 4, 8]],
        [[5]] * SEATS,
        [[position, (position + 1) % 12, (position + 2) % 12] for position in range(12)] * 2,
    ]


def random_members(stream: Stream) -> Members:
    known = stream.sample(range(SKILLS_PER_TEMPLATE), stream.between(3, SKILLS_PER_TEMPLATE))
    return [stream.sample(known, stream.between(1, MAX_SKILLS)) for _ in range(stream.between(1, SEATS))]


def build() -> dict[str, Any]:
    stream = Stream("coverage")
    towns = edges() + [random_members(stream) for _ in range(200)]
    rows: list[Row] = []
    all_skills: list[int] = []
    all_counts: list[int] = []
    first = 0
    for number, members in enumerate(towns):
        template = number % TEMPLATES
        row, counts = case(members)
        for skills in members:
            require(1 <= len(set(skills)) == len(skills) <= MAX_SKILLS, "one to three distinct skills")
            all_skills += [template * SKILLS_PER_TEMPLATE + skill for skill in skills] + [NO_SKILL] * (MAX_SKILLS - len(skills))
        all_counts += counts
        rows.append({"template": template, "firstMember": first, "members": len(members), **row})
        first += len(members)
    return table(
        "§5, §7",
        "case i: member j has the skills at 3 * (firstMember + j) .. + 2 (ids 0 .. 35, 255: none), the counts are at 12i .. 12i+11; missing: bit k for skill k of the template held by nobody",
        rows,
        skills=all_skills,
        counts=all_counts,
    )
