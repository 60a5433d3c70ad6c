"""The signed code of a request or a completion (spec §4)."""

from typing import Any

import keccak
import typed_data
from exact import require
from stream import Stream
from table import Row, table
from typed_data import Field, domain_fields, hash_struct, type_hash, typed_digest

FILE = "gigCode.json"

DOMAIN_NAME = "Distributed Town"
DOMAIN_VERSION = "1"
STRUCT = "GigCode"
OPEN, SUBMITTED = 2, 5
"""States of a gig in which codes are used."""
REQUEST, COMPLETION = 0, 1


def code_fields(gig_id: int, state: int, wallet_id: int, action: int, round_: int, expiry: int) -> list[Field]:
    return [
        ("uint64", "gigId", gig_id),
        ("uint8", "state", state),
        ("uint32", "walletId", wallet_id),
        ("uint8", "action", action),
        ("uint32", "round", round_),
        ("uint40", "expiry", expiry),
    ]


def case(chain_id: int, contract: int, *code: int) -> Row:
    fields = code_fields(*code)
    separator = hash_struct("EIP712Domain", domain_fields(DOMAIN_NAME, DOMAIN_VERSION, chain_id, contract))
    struct_hash = hash_struct(STRUCT, fields)
    return {
        "chainId": chain_id,
        "verifyingContract": f"0x{contract:040x}",
        **{name: value for _, name, value in fields},
        "domainSeparator": hex_bytes(separator),
        "structHash": hex_bytes(struct_hash),
        "digest": hex_bytes(typed_digest(separator, struct_hash)),
    }


def hex_bytes(data: bytes) -> str:
    return f"0x{data.hex()}"


def edges() -> list[Row]:
    contract = 0x00000000219AB540356CBB839CBE05303D7705FA
    first = 1 << 24 | 1
    first_code = (first, OPEN, 1, REQUEST, 0, 1_800_000_000)
    return [
        case(31_337, contract, *first_code),
        case(1, contract, *first_code),  # another chain
        case(31_337, contract + 1, *first_code),  # another contract
        case(31_337, contract, first + 1, *first_code[1:]),
        case(31_337, contract, first, SUBMITTED, 1, COMPLETION, 0, 1_800_000_000),
        case(31_337, contract, first, OPEN, 1, COMPLETION, 0, 1_800_000_000),
        case(31_337, contract, first, OPEN, 2, REQUEST, 0, 1_800_000_000),
        case(31_337, contract, first, OPEN, 1, REQUEST, 1, 1_800_000_000),
        case(31_337, contract, first, OPEN, 1, REQUEST, 0, 1_800_000_001),
        case(100, 1, 0, 0, 0, 0, 0, 0),
        case(2**48 - 1, 2**160 - 1, 2**64 - 1, 11, 2**32 - 1, 1, 2**32 - 1, 2**40 - 1),
    ]


def random_case(stream: Stream) -> Row:
    chain_id = stream.pick([1, 100, 137, 8_453, 31_337, stream.between(1, 2**48 - 1)])
    gig_id = stream.between(1, 2**stream.pick([8, 32]) - 1) << 24 | stream.between(1, 2**24 - 1)
    state, action = stream.pick([(OPEN, REQUEST), (SUBMITTED, COMPLETION), (stream.between(0, 11), stream.between(0, 1))])
    wallet_id, round_ = stream.between(1, 2**32 - 1), stream.between(0, stream.pick([3, 2**32 - 1]))
    return case(chain_id, stream.between(1, 2**160 - 1), gig_id, state, wallet_id, action, round_, stream.between(1, 2**40 - 1))


def build() -> dict[str, Any]:
    keccak.check()
    typed_data.check()
    stream = Stream("gigCode")
    rows = edges() + [random_case(stream) for _ in range(200)]
    require(len({str(row["digest"]) for row in rows}) == len(rows), "two codes have one digest")
    document = table(
        "§4",
        "digest = keccak256(0x1901, domainSeparator, structHash), EIP-712; the chain ids fit a double",
        rows,
    )
    types = {
        "domainName": DOMAIN_NAME,
        "domainVersion": DOMAIN_VERSION,
        "domainTypeHash": hex_bytes(type_hash("EIP712Domain", domain_fields("", "", 0, 0))),
        "typeHash": hex_bytes(type_hash(STRUCT, code_fields(0, 0, 0, 0, 0, 0))),
    }
    return {**document, **types}
