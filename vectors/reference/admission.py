"""Joining a town: unlocking what is carried, granting what is owed (spec §2 settle, §3)."""

from fractions import Fraction
from typing import Any

from constants import SEATS, SUPPLY, TEMPLATES, UNIT
from exact import Ledger, base_units, floor, require
from grant import random_skills, target
from stream import Stream
from table import Row, table

FILE = "admission.json"


def admit(carried: int, granted: int, aim: int, vault: int, members: int) -> Row:
    """What moves when a wallet joins a town of `members` (itself not counted); amounts in base units, `aim` is its target."""
    room = floor(Fraction(vault, SEATS - members))
    ledger = Ledger(vault=vault, member=0)
    unlocked = ledger.move("vault", "member", min(carried, room))
    paid = returned = 0
    if aim > granted:
        paid = ledger.move("vault", "member", min(aim - granted, room - unlocked))
    else:
        returned = ledger.move("member", "vault", min(granted - aim, unlocked))
    granted_after = granted + paid - returned
    require(unlocked + paid <= room, "more than the share of a seat")
    require(min(granted, aim) <= granted_after <= max(granted, aim), "granted moved past the target")
    require(carried >= unlocked and ledger["vault"] * SEATS >= vault * (SEATS - members - 1), "the seats left are short")
    return {
        "carried": carried,
        "granted": granted,
        "target": aim,
        "vault": vault,
        "members": members,
        "room": room,
        "unlocked": unlocked,
        "paid": paid,
        "returned": returned,
        "balance": ledger["member"],
        "grantedAfter": granted_after,
        "carriedAfter": carried - unlocked,
        "vaultAfter": ledger["vault"],
    }


def edges() -> list[Row]:
    def credits(carried: int, granted: int, aim: int, vault: int, members: int) -> Row:
        return admit(base_units(carried), base_units(granted), base_units(aim), base_units(vault), members)

    return [
        credits(0, 0, 2_006, 94_000, 0),
        credits(0, 0, 2_720, 94_000, 0),
        credits(0, 0, 2_720, 92_160, 0),  # room 3,840
        credits(0, 0, 2_720, 2_720, 23),  # the last seat takes all
        credits(0, 0, 2_720, 2_719, 23),
        credits(0, 0, 2_720, 0, 23),  # nothing to give, and still no failure
        credits(0, 0, 2_720, 0, 0),
        credits(5_000, 2_500, 2_500, 0, 5),
        admit(0, 0, base_units(2_720), 1, 23),
        admit(0, 0, base_units(2_720), 1, 22),  # room rounds down to nothing
        admit(0, 0, base_units(2_720), 23, 0),
        admit(1, 1, base_units(2_006), 94_000 * UNIT + 1, 17),
        credits(1_000, 2_500, 2_500, 60_000, 10),
        credits(3_840, 2_500, 2_500, 92_160, 0),
        credits(3_841, 2_500, 2_500, 92_160, 0),  # the rest stays carried
        credits(90_000, 2_720, 2_720, 94_000, 0),
        credits(90_000, 2_006, 2_720, 92_160, 0),  # no room left for the grant
        credits(3_000, 2_006, 2_720, 92_160, 0),
        credits(3_500, 2_006, 2_720, 92_160, 0),  # part of the grant
        credits(500, 2_720, 2_006, 92_160, 3),  # returns 500, all it has
        credits(714, 2_720, 2_006, 92_160, 3),
        credits(715, 2_720, 2_006, 92_160, 3),
        credits(0, 2_720, 2_006, 92_160, 3),
        credits(0, 1_200, 2_006, 40_000, 12),  # part of the first grant is owed
        credits(100, 1_200, 1_200 + 806, 1_000, 23),
        admit(base_units(2_000) + 1, base_units(2_100) - 1, base_units(2_100), base_units(48_000) + 7, 11),
    ]


def random_case(stream: Stream) -> Row:
    aim = target(random_skills(stream, stream.between(0, TEMPLATES - 1)))
    first = stream.chance(3)
    granted = 0 if first else stream.pick([aim, stream.amount(2_006, 2_720), stream.amount(0, 2_720)])
    carried = 0 if first else stream.amount(0, stream.pick([500, 4_000, 12_000]))
    vault = stream.amount(0, stream.pick([3_000, 40_000, 94_000]))
    return admit(carried, granted, aim, vault, stream.between(0, SEATS - 1))


def build() -> dict[str, Any]:
    stream = Stream("admission")
    rows = edges() + [random_case(stream) for _ in range(300)]
    require(all(int(row["vault"]) <= SUPPLY * UNIT for row in rows), "a vault above the supply")
    return table(
        "§2, §3",
        "room = floor(vault / (24 - members)); unlocked = min(carried, room); if target > granted: paid = min(target - granted, room - unlocked), else returned = min(granted - target, unlocked); members: before the joining",
        rows,
    )
