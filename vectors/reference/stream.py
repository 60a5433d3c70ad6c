"""Deterministic random numbers from SHA-256: the same on every Python version, whatever the hash seed."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

from constants import UNIT

T = TypeVar("T")


class Stream:
    """A named sequence of numbers; one stream per file, so that files do not influence each other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._drawn = 0

    def bits(self) -> int:
        """A number of 256 bits."""
        self._drawn += 1
        return int.from_bytes(sha256(f"{self._name}/{self._drawn}".encode()).digest(), "big")

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included. Ranges here are far below 2**256, so the bias of the modulo is nil."""
        return low + self.bits() % (high - low + 1)

    def chance(self, one_in: int) -> bool:
        return self.between(1, one_in) == 1

    def pick(self, items: Sequence[T]) -> T:
        return items[self.between(0, len(items) - 1)]

    def sample(self, items: Sequence[T], size: int) -> list[T]:
        """`size` different positions of `items`, in random order."""
        rest = list(items)
        return [rest.pop(self.between(0, len(rest) - 1)) for _ in range(size)]

    def amount(self, low: int, high: int) -> int:
        """Base units from `low` to `high` credits: whole credits, any amount, or within two base units of either end."""
        bottom, top = low * UNIT, high * UNIT
        kind = self.between(0, 3)
        if kind == 0:
            return self.between(low, high) * UNIT
        if kind == 1:
            return max(bottom, min(top, self.pick([bottom, top]) + self.between(-2, 2)))
        return self.between(bottom, top)
