"""Scarcity score (spec §5)."""

from fractions import Fraction
from typing import Any

from constants import MAX_SKILLS, SEATS, SIGNAL_SCORE, SKILLS_PER_TEMPLATE
from exact import floor, require
from stream import Stream
from table import Row, table

FILE = "score.json"

Town = tuple[int, int, int]
"""Unique skills, total skills, members."""


def exact_score(unique: int, total: int, members: int) -> Fraction:
    """100 * unique / total * members / 6, not rounded."""
    return 100 * Fraction(unique, total) * Fraction(members, 6)


def score_hundredths(unique: int, total: int, members: int) -> int:
    """The score in hundredths, rounded down; 0 for a town without members."""
    return 0 if members == 0 else floor(exact_score(unique, total, members) * 100)


def below_signal(unique: int, total: int, members: int) -> bool:
    """Whether the score itself, not its rounding, is under 48. A town without members has no score and signals nothing."""
    return members > 0 and exact_score(unique, total, members) < SIGNAL_SCORE


def possible(unique: int, total: int, members: int) -> bool:
    """Whether members with one to three distinct skills each can have this many; the formula itself is defined for more."""
    return unique * members >= total


def domain() -> list[Town]:
    return [
        (unique, total, members)
        for members in range(1, SEATS + 1)
        for total in range(members, MAX_SKILLS * members + 1)
        for unique in range(1, min(SKILLS_PER_TEMPLATE, total) + 1)
    ]


def cases() -> list[Town]:
    everything = domain()
    near = [town for town in everything if abs(exact_score(*town) - SIGNAL_SCORE) <= 1]  # within 0.02 there is only 48 itself
    edges = [
        (0, 0, 0),
        (1, 1, 1),  # 16.66
        (2, 2, 1),
        (3, 3, 1),
        (3, 3, 3),
        (12, 12, 12),  # 200, the most
        (12, 24, 24),
        (12, 72, 24),
        (1, 24, 24),
        (3, 72, 24),
        (1, 72, 24),  # no such town, but the formula holds
        (12, 36, 12),
    ]
    stream = Stream("score")
    return edges + near + stream.sample(everything, 500)


def build() -> dict[str, Any]:
    rows: list[Row] = []
    for town in cases():
        unique, total, members = town
        score, below = score_hundredths(*town), below_signal(*town)
        require(score <= 20_000, "score above 200")
        require(members == 0 or not possible(*town) or score >= 1_666, "score under 16.66")
        require(not below or score <= 4_800, "below 48, but rounded to more")
        require(members == 0 or below == (score < 4_800), "rounding down to whole hundredths cannot hide a score under 48")
        rows.append({"unique": unique, "total": total, "members": members, "score": score, "below48": below})
    require(any(row["score"] == 4_800 for row in rows), "no case at 48")
    return table("§5", "score = floor(100 * 100 * unique * members / (6 * total)); below48 is exact on the fraction; no member: 0 and false", rows)
