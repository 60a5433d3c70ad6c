"""Mean of rates as a level (spec §2)."""

from fractions import Fraction
from typing import Any

from constants import MAX_LEVEL
from exact import require
from stream import Stream
from table import Row, table

FILE = "level.json"


def mean_level(total: int, count: int) -> int:
    """The whole number nearest to total / count, the higher of two equally near."""
    mean = Fraction(total, count)
    return min(range(MAX_LEVEL + 1), key=lambda level: (abs(mean - level), -level))


def cases() -> list[tuple[int, int]]:
    small = [(total, count) for count in range(1, 7) for total in range(count, 10 * count + 1)]
    many = (7, 8, 100, 255, 256, 1_001, 32_768, 65_535)
    halves = [
        (((2 * level + 1) * count) // 2 + offset, count)
        for count in many
        for level in (1, 5, 9)
        for offset in (-1, 0, 1)
    ]
    ends = [(total, count) for count in many for total in (count, 10 * count)]
    stream = Stream("level")
    counts = [stream.between(1, stream.pick([10, 50, 1_000, 65_535])) for _ in range(250)]
    return small + halves + ends + [(stream.between(count, 10 * count), count) for count in counts]


def build() -> dict[str, Any]:
    rows: list[Row] = []
    for total, count in cases():
        level = mean_level(total, count)
        require(1 <= level <= MAX_LEVEL, "level outside 1 .. 10")
        require(-Fraction(1, 2) <= Fraction(total, count) - level < Fraction(1, 2), "not rounded half up")
        rows.append({"sum": total, "n": count, "level": level})
    return table("§2", "level = floor((2 * sum + n) / (2 * n)): the mean rate, halves up", rows)
