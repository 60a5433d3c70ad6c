"""Settling what a wallet is granted with its level (spec §2)."""

from typing import Any

from constants import SUPPLY, TEMPLATES, UNIT
from exact import Ledger, base_units, require
from grant import random_skills, target
from stream import Stream
from table import Row, table

FILE = "settle.json"


def settle(aim: int, granted: int, balance: int, vault: int) -> Row:
    """Moves `aim - granted` either way, as far as the payer can give; base units."""
    ledger = Ledger(vault=vault, member=balance)
    paid = returned = 0
    if aim > granted:
        paid = ledger.move("vault", "member", min(aim - granted, vault))
    else:
        returned = ledger.move("member", "vault", min(granted - aim, balance))
    granted_after = granted + paid - returned
    require(ledger["member"] - balance == granted_after - granted, "granted differs from what moved")
    require(granted_after == aim or (paid == vault if aim > granted else returned == balance), "less moved than the payer could give")
    return {
        "target": aim,
        "granted": granted,
        "balance": balance,
        "vault": vault,
        "paid": paid,
        "returned": returned,
        "balanceAfter": ledger["member"],
        "grantedAfter": granted_after,
        "vaultAfter": ledger["vault"],
    }


def edges() -> list[Row]:
    def credits(aim: int, granted: int, balance: int, vault: int) -> Row:
        return settle(base_units(aim), base_units(granted), base_units(balance), base_units(vault))

    return [
        credits(2_006, 2_006, 2_006, 90_000),
        credits(2_006, 2_006, 0, 0),
        credits(2_720, 2_006, 2_006, 90_000),
        credits(2_720, 2_006, 0, 714),
        credits(2_720, 2_006, 0, 713),
        credits(2_720, 2_006, 100, 0),
        credits(2_006, 2_720, 714, 0),
        credits(2_006, 2_720, 713, 5),
        credits(2_006, 2_720, 0, 90_000),
        credits(2_006, 0, 0, 94_000),
        credits(2_720, 0, 0, 2_719),
        settle(base_units(2_720), base_units(2_720) - 1, 0, 1),
        settle(base_units(2_720), base_units(2_720) - 2, 0, 1),
        settle(base_units(2_006), base_units(2_006) + 1, 1, 0),
        settle(base_units(2_006), base_units(2_006) + 2, 1, 0),
    ]


def random_case(stream: Stream) -> Row:
    aim = target(random_skills(stream, stream.between(0, TEMPLATES - 1)))
    granted = stream.pick([stream.amount(2_006, 2_720), stream.amount(0, 2_720), aim])
    balance = stream.amount(0, stream.pick([300, 4_000, 20_000]))
    vault = stream.amount(0, stream.pick([300, 74_000]))
    return settle(aim, granted, balance, vault)


def build() -> dict[str, Any]:
    stream = Stream("settle")
    rows = edges() + [random_case(stream) for _ in range(300)]
    require(all(int(row["vault"]) + int(row["balance"]) <= SUPPLY * UNIT for row in rows), "more credits than the supply")
    return table(
        "§2",
        "if target > granted: paid = min(target - granted, vault) to the member, else returned = min(granted - target, balance) to the vault; granted moves by what moved",
        rows,
    )
