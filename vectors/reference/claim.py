"""Claiming the rest of what is carried (spec §3)."""

from typing import Any

from constants import CLAIM_LIMIT, CLAIM_RESERVE, LARGEST_GRANT, SEATS, UNIT
from exact import Ledger, base_units, require
from stream import Stream
from table import Row, table

FILE = "claim.json"


def reserve(members: int) -> int:
    """What the vault keeps for the free seats and the treasury, in base units."""
    return base_units(LARGEST_GRANT * (SEATS - members) + CLAIM_RESERVE)


def claimable(carried: int, vault: int, members: int) -> Row:
    """What a member of a town of `members` (itself counted) can claim now; base units."""
    amount = min(base_units(CLAIM_LIMIT), carried, max(0, vault - reserve(members)))
    ledger = Ledger(vault=vault, member=0)
    ledger.move("vault", "member", amount)
    require(amount == 0 or ledger["vault"] >= reserve(members), "the reserve was touched")
    require(amount <= carried, "more claimed than carried")
    return {"carried": carried, "vault": vault, "members": members, "claimable": amount}


def edges() -> list[Row]:
    rows: list[Row] = []
    for members in (1, 2, 3, 12, 23, 24):
        kept = reserve(members)
        for vault in (0, kept - 1, kept, kept + 1, kept + 240 * UNIT - 1, kept + 240 * UNIT, kept + 241 * UNIT):
            rows.append(claimable(base_units(1_000), vault, members))
    for carried in (0, 1, 239 * UNIT, 240 * UNIT - 1, 240 * UNIT, 240 * UNIT + 1, 94_000 * UNIT):
        rows.append(claimable(carried, base_units(90_000), 5))
    return rows


def random_case(stream: Stream) -> Row:
    members = stream.between(1, SEATS)
    near = max(0, reserve(members) + stream.between(-300 * UNIT, 300 * UNIT))
    vault = near if stream.chance(2) else stream.amount(0, 92_000)
    return claimable(stream.amount(0, stream.pick([1, 300, 10_000])), vault, members)


def build() -> dict[str, Any]:
    stream = Stream("claim")
    return table(
        "§3",
        "claimable = min(240 credits, carried, max(0, vault - (2720 * (24 - members) + 1840) credits)); members: of the town, the claimant among them",
        edges() + [random_case(stream) for _ in range(300)],
    )
