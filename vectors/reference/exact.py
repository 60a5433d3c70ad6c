"""Exact amounts: whole credits to base units, a ledger that cannot create or lose credits, and the check that stops a wrong reference."""

from fractions import Fraction

from constants import UNIT


class WrongReference(Exception):
    """The reference contradicts itself; nothing it says may be written."""


def require(condition: bool, message: str) -> None:
    """Like `assert`, but not removed by `python3 -O`."""
    if not condition:
        raise WrongReference(message)


def base_units(credits: int | Fraction) -> int:
    """Whole or fractional credits as base units; must be exact."""
    amount = Fraction(credits) * UNIT
    require(amount.denominator == 1, f"{credits} credits are no whole number of base units")
    return int(amount)


def floor(value: Fraction) -> int:
    """Largest integer that is not above `value`."""
    return value.numerator // value.denominator


class Ledger:
    """Balances between which credits move; their sum never changes and none is ever negative."""

    def __init__(self, **balances: int) -> None:
        self._balances = balances
        self._sum = sum(balances.values())

    def __getitem__(self, account: str) -> int:
        return self._balances[account]

    def move(self, source: str, target: str, amount: int) -> int:
        require(amount >= 0, f"{amount} moved from {source}")
        self._balances[source] -= amount
        self._balances[target] += amount
        require(self._balances[source] >= 0, f"{source} is overdrawn")
        require(sum(self._balances.values()) == self._sum, "credits were created or lost")
        return amount
