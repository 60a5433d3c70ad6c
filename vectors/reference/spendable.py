"""What a member may spend (spec §1, Words)."""

from typing import Any

from constants import UNIT, UNVALIDATED_ALLOWANCE
from exact import base_units, require
from stream import Stream
from table import Row, table

FILE = "spendable.json"


def spendable(balance: int, locked: int, granted: int, validated: bool) -> int:
    """Base units that may leave the balance: not what is locked and, before validation, not under granted - 240 credits."""
    kept = max(0, granted - base_units(UNVALIDATED_ALLOWANCE))
    limits = [balance - locked] if validated else [balance - locked, balance - kept]
    return max(0, min(limits))


def case(balance: int, locked: int, granted: int, validated: bool) -> Row:
    amount = spendable(balance, locked, granted, validated)
    require(0 <= amount <= balance, "more than the balance")
    require(amount <= spendable(balance, locked, granted, True), "an unvalidated member may spend more")
    if amount > 0:
        require(balance - amount >= locked, "locked credits spent")
        require(validated or balance - amount >= granted - base_units(UNVALIDATED_ALLOWANCE), "under granted - 240")
    return {"balance": balance, "locked": locked, "granted": granted, "validated": validated, "spendable": amount}


def edges() -> list[Row]:
    amounts = [
        (0, 0, 0),
        (2_006, 6, 2_006),
        (2_720, 720, 2_720),
        (720, 720, 2_720),
        (719, 720, 2_720),
        (721, 720, 2_720),
        (2_480, 720, 2_720),
        (2_481, 720, 2_720),
        (3_840, 0, 2_400),
        (3_840, 240, 2_400),
        (100, 0, 239),
        (100, 0, 240),
        (100, 0, 241),
        (100, 90, 241),
        (100, 720, 0),
        (94_000, 720, 2_720),
        (700, 690, 900),
        (700, 200, 900),
    ]
    rows = [case(base_units(balance), base_units(locked), base_units(granted), flag) for balance, locked, granted in amounts for flag in (True, False)]
    for offset in (-1, 0, 1):
        for flag in (True, False):
            rows.append(case(720 * UNIT + offset, 720 * UNIT, 900 * UNIT, flag))
            rows.append(case(2_480 * UNIT + offset, 100 * UNIT, 2_720 * UNIT, flag))
            rows.append(case(50 * UNIT, 0, 240 * UNIT + offset, flag))
    return rows


def build() -> dict[str, Any]:
    stream = Stream("spendable")
    rows = edges() + [
        case(stream.amount(0, stream.pick([1_000, 3_000, 20_000])), 6 * stream.between(0, 120) * UNIT, stream.amount(0, 2_720), stream.chance(2))
        for _ in range(300)
    ]
    return table(
        "§1",
        "validated: max(0, balance - locked); else max(0, min(balance - locked, balance - max(0, granted - 240 credits)))",
        rows,
    )
