"""The treasury's account at a completion (spec §4, §6)."""

from typing import Any

from constants import BASE_GRANT, FAIR_SHARE, GROUP_VALUES, MAX_COMMITMENT, UNIT
from exact import Ledger, base_units, require
from stream import Stream
from table import Row, table

FILE = "treasury.json"


def complete(vault: int, treasury: int, credits: int) -> Row:
    """The vault pays the credits of the gig to the treasury as far as it can; from 3,840 on a distribution is due and all above 2,000 goes back."""
    ledger = Ledger(vault=vault, treasury=treasury)
    paid = ledger.move("vault", "treasury", min(credits, vault))
    due = ledger["treasury"] >= base_units(FAIR_SHARE)
    returned = ledger.move("treasury", "vault", ledger["treasury"] - base_units(BASE_GRANT)) if due else 0
    require(ledger["treasury"] < base_units(FAIR_SHARE), "the treasury stays at the fair share")
    require(not due or ledger["treasury"] == base_units(BASE_GRANT), "the treasury does not start anew")
    return {
        "vault": vault,
        "treasury": treasury,
        "credits": credits,
        "paid": paid,
        "due": due,
        "returned": returned,
        "treasuryAfter": ledger["treasury"],
        "vaultAfter": ledger["vault"],
    }


def edges() -> list[Row]:
    def credits(vault: int, treasury: int, amount: int) -> Row:
        return complete(base_units(vault), base_units(treasury), base_units(amount))

    almost = base_units(FAIR_SHARE) - 1
    return [
        credits(90_000, 2_000, 6),
        credits(90_000, 2_000, 240),
        credits(90_000, 3_600, 240),  # exactly 3,840
        credits(90_000, 3_594, 240),  # 3,834
        credits(90_000, 3_834, 6),
        credits(90_000, 3_834, 240),
        credits(0, 2_000, 240),
        credits(0, 3_839, 240),
        credits(239, 3_600, 240),  # short of it for want of credits
        credits(240, 3_600, 240),
        credits(100, 2_000, 240),
        complete(1, almost, base_units(6)),
        complete(0, almost, base_units(6)),
        complete(base_units(90_000), almost, base_units(240)),
        complete(base_units(240) - 1, base_units(3_600), base_units(240)),
        complete(base_units(90_000), base_units(3_600) - 1, base_units(240)),
        complete(base_units(90_000), base_units(3_600) + 1, base_units(240)),
    ]


def random_case(stream: Stream) -> Row:
    credits = base_units(stream.between(1, MAX_COMMITMENT) * stream.pick(GROUP_VALUES[0]))
    low = stream.pick([BASE_GRANT, FAIR_SHARE - 240])
    treasury = min(stream.amount(low, FAIR_SHARE), FAIR_SHARE * UNIT - 1)
    vault = stream.amount(0, stream.pick([240, 90_000]))
    return complete(vault, treasury, credits)


def build() -> dict[str, Any]:
    stream = Stream("treasury")
    return table(
        "§4, §6",
        "paid = min(credits, vault); due if treasury + paid >= 3840 credits, then returned = treasury + paid - 2000 credits goes to the vault",
        edges() + [random_case(stream) for _ in range(300)],
    )
