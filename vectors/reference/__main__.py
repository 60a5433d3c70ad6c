"""Writes the golden files of vectors/, or with --check compares them with what is committed."""

import sys
from pathlib import Path
from types import ModuleType

sys.dont_write_bytecode = True  # no __pycache__ beside the sources

import admission
import claim
import coverage
import gig_code
import gig_credits
import grant
import halves
import level
import proximity
import ratings
import record_id
import score
import settle
import spendable
import treasury
from exact import WrongReference
from table import render

VECTORS = Path(__file__).resolve().parent.parent

FORMULAS: tuple[ModuleType, ...] = (
    grant,
    gig_credits,
    score,
    level,
    ratings,
    admission,
    settle,
    claim,
    spendable,
    treasury,
    halves,
    coverage,
    proximity,
    gig_code,
    record_id,
)


def check() -> int:
    """Prints each file that is missing, stale or nobody's, then the counts; returns the number of failures."""
    problems = [(formula.FILE, problem_of(formula)) for formula in FORMULAS]
    names = {formula.FILE for formula in FORMULAS}
    problems += [(path.name, "written by no formula") for path in sorted(VECTORS.glob("*.json")) if path.name not in names]
    failed = [(name, problem) for name, problem in problems if problem]
    for name, problem in failed:
        print(f"vectors/{name}: {problem}")
    print(f"{len(problems) - len(failed)} passed, {len(failed)} failed")
    return len(failed)


def problem_of(formula: ModuleType) -> str:
    """Empty if the file is what the formula gives."""
    path = VECTORS / formula.FILE
    try:
        text = render(formula.build())
    except WrongReference as error:
        return f"the reference contradicts itself: {error}"
    if not path.exists():
        return "missing"
    return "" if path.read_bytes() == text.encode() else "stale; run python3 vectors/reference"


def write() -> None:
    """Builds everything first, so that a wrong reference writes nothing."""
    texts = {formula.FILE: render(formula.build()) for formula in FORMULAS}
    for name, text in texts.items():
        (VECTORS / name).write_bytes(text.encode())
        print(f"vectors/{name}")


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        return 1 if check() else 0
    if arguments:
        print("usage: python3 vectors/reference [--check]", file=sys.stderr)
        return 2
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
