"""Rates of one skill until and after its validation (spec §2)."""

from typing import Any

from constants import MAX_LEVEL, RATES_PER_PERSON, RATES_TO_VALIDATE
from exact import require
from level import mean_level
from stream import Stream
from table import Row, table

FILE = "ratings.json"

LONGEST = 24
Rating = tuple[int, int]
"""Wallet id of the rater, rate."""


def replay(ratings: list[Rating]) -> list[Row]:
    """The state of the skill after each rate. A rate that counts for nothing is not kept anywhere, so it never counts later."""
    kept: list[Rating] = []
    level = 0
    steps: list[Row] = []
    for rater, rate in ratings:
        validated = level > 0
        from_rater = sum(1 for other, _ in kept if other == rater)
        counted = validated or from_rater < RATES_PER_PERSON
        if counted:
            kept.append((rater, rate))
        total = sum(value for _, value in kept)
        mean = mean_level(total, len(kept))
        if not validated and len(kept) == RATES_TO_VALIDATE:
            level = mean
        steps.append(
            {"rater": rater, "rate": rate, "counted": counted, "ratings": len(kept), "sum": total, "isValidated": level > 0, "level": level, "mean": mean}
        )
    check(steps)
    return steps


def check(steps: list[Row]) -> None:
    before = [step for step in steps if not step["isValidated"]]
    raters = [step["rater"] for step in before if step["counted"]]
    require(all(raters.count(rater) <= RATES_PER_PERSON for rater in raters), "more than three rates of one person before validation")
    require(steps == before + [step for step in steps if step["isValidated"]], "a validation was lost")
    require(all(step["counted"] for step in steps[len(before) :]), "a rate after validation was not counted")
    require(len({step["level"] for step in steps[len(before) :]}) <= 1, "the level moved after validation")


def edges() -> list[list[Rating]]:
    last = 2**32 - 1
    return [
        [(1, 10)],
        [(1, 1), (2, 2), (3, 3), (4, 4)],  # four are not enough
        [(1, 10), (2, 10), (3, 10), (4, 10), (5, 10)],
        [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)],
        [(1, 5), (2, 5), (3, 5), (4, 5), (5, 7), (6, 1), (7, 1)],  # mean 5.4
        [(1, 5), (2, 5), (3, 5), (4, 6), (5, 7), (6, 10), (7, 10)],  # mean 5.6
        [(1, 3), (1, 3), (1, 3), (2, 4), (2, 4), (1, 10)],  # two people are enough
        [(1, 10)] * LONGEST,  # one person never validates
        [(1, 10), (1, 10), (1, 10), (1, 1), (2, 4), (3, 4)],  # the fourth counts for nothing
        [(1, 10), (1, 10), (1, 10), (1, 1), (2, 4), (1, 1), (3, 4), (1, 1)],  # before: nothing; after: counts
        [(1, 9), (2, 8), (1, 7), (2, 6), (1, 5), (2, 4)],
        [(1, 9), (2, 8), (1, 7), (1, 6), (1, 2), (1, 2), (2, 1), (1, 3), (1, 3)],
        [(4, 1), (4, 1), (4, 1), (4, 10), (4, 10), (9, 1), (4, 10), (9, 2), (4, 10), (4, 10)],
        [(last, 6), (last, 6), (last, 6), (last, 6), (1, 7), (last, 1), (1, 7), (last, 1)],
        [(1, 8), (2, 8), (3, 8), (1, 8), (2, 8)] + [(1, 1)] * (LONGEST - 5),
    ]


def random_sequence(stream: Stream) -> list[Rating]:
    raters = stream.between(1, stream.pick([2, 3, 8]))
    pool = [stream.between(1, 2**32 - 1) for _ in range(raters)]
    return [(stream.pick(pool), stream.between(1, MAX_LEVEL)) for _ in range(stream.between(1, LONGEST))]


def build() -> dict[str, Any]:
    stream = Stream("ratings")
    sequences = edges() + [random_sequence(stream) for _ in range(200)]
    require(all(1 <= len(sequence) <= LONGEST for sequence in sequences), "sequence too long")
    rows: list[Row] = []
    for number, sequence in enumerate(sequences):
        rows += [{"sequence": number, "step": step, **state} for step, state in enumerate(replay(sequence))]
    return table(
        "§2",
        "one entry for each rate; a new sequence (a fresh skill) starts at step 0; counted, ratings (counted so far), sum, isValidated, level (mean of the first five, before: 0) and mean (of all counted) are the state after it; at most 24 steps",
        rows,
    )
