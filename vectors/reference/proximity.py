"""Proximity of two towns of one template (spec §7.3)."""

from math import isqrt
from typing import Any

from constants import MAX_SKILLS, SEATS, SKILLS_PER_TEMPLATE
from coverage import skill_counts
from exact import require
from stream import Stream
from table import Row, table

FILE = "proximity.json"

SCALE = 10_000

Counts = list[int]


def dot(a: Counts, b: Counts) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


def proximity(a: Counts, b: Counts) -> int:
    """The cosine of two vectors of skill counts in ten-thousandths, rounded down; 0 for a town without skills."""
    lengths = dot(a, a) * dot(b, b)
    return 0 if lengths == 0 else isqrt(SCALE * SCALE * dot(a, b) ** 2 // lengths)


def one(position: int, count: int = 1) -> Counts:
    return [count if i == position else 0 for i in range(SKILLS_PER_TEMPLATE)]


def edges() -> list[tuple[Counts, Counts]]:
    nobody = [0] * SKILLS_PER_TEMPLATE
    everything = [1] * SKILLS_PER_TEMPLATE
    largest = [SEATS] * MAX_SKILLS + [0] * (SKILLS_PER_TEMPLATE - MAX_SKILLS)
    return [
        (nobody, nobody),
        (nobody, everything),
        (one(0), one(0)),
        (one(0), one(11)),  # nothing in common
        (one(5, 1), one(5, SEATS)),  # the same direction, whatever the length
        (everything, [count * 2 for count in everything]),
        (largest, largest),
        (largest, list(reversed(largest))),
        (one(0), everything),  # 1 / sqrt(12)
        ([1, 1] + [0] * 10, one(0)),  # 1 / sqrt(2)
        ([3, 4] + [0] * 10, one(1)),  # exactly 0.8
        ([SEATS, SEATS - 1] + [0] * 10, [SEATS, SEATS] + [0] * 10),  # just under 1
    ]


def random_counts(stream: Stream) -> Counts:
    known = stream.sample(range(SKILLS_PER_TEMPLATE), stream.between(3, SKILLS_PER_TEMPLATE))
    return skill_counts([stream.sample(known, stream.between(1, MAX_SKILLS)) for _ in range(stream.between(1, SEATS))])


def build() -> dict[str, Any]:
    stream = Stream("proximity")
    pairs = edges() + [(random_counts(stream), random_counts(stream)) for _ in range(300)]
    rows: list[Row] = []
    for a, b in pairs:
        result = proximity(a, b)
        require(0 <= result <= SCALE, "proximity outside 0 .. 1")
        require(result == proximity(b, a), "not as near in one direction as in the other")
        require(not any(a) or proximity(a, a) == SCALE, "not near to itself")
        require((result == 0) == (dot(a, b) == 0), "near without a common skill, or the reverse")
        rows.append({"proximity": result})
    return table(
        "§7.3",
        "proximity = floor(10000 * a.b / sqrt(a.a * b.b)), 0 without skills; the counts of case i are at 12i .. 12i+11 of a and b",
        rows,
        a=[count for a, _ in pairs for count in a],
        b=[count for _, b in pairs for count in b],
    )
