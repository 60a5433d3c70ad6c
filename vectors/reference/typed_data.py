"""EIP-712 hashes of flat structs: unsigned integers, addresses and strings."""

from exact import require
from keccak import keccak256

Field = tuple[str, str, int | str]
"""Type, name, value; an address is a number."""


def type_hash(name: str, fields: list[Field]) -> bytes:
    return keccak256(f"{name}({','.join(f'{kind} {field}' for kind, field, _ in fields)})".encode())


def word(kind: str, value: int | str) -> bytes:
    """The 32 bytes of one member."""
    if isinstance(value, str):
        require(kind == "string", f"{kind} given as text")
        return keccak256(value.encode())
    bits = 160 if kind == "address" else int(kind.removeprefix("uint"))
    require(0 <= value < 2**bits, f"{value} is no {kind}")
    return value.to_bytes(32, "big")


def hash_struct(name: str, fields: list[Field]) -> bytes:
    return keccak256(type_hash(name, fields) + b"".join(word(kind, value) for kind, _, value in fields))


def domain_fields(name: str, version: str, chain_id: int, contract: int) -> list[Field]:
    return [("string", "name", name), ("string", "version", version), ("uint256", "chainId", chain_id), ("address", "verifyingContract", contract)]


def typed_digest(domain_separator: bytes, struct_hash: bytes) -> bytes:
    return keccak256(b"\x19\x01" + domain_separator + struct_hash)


def check() -> None:
    """The example of EIP-712; its Mail holds two structs, put together here by hand."""
    separator = hash_struct("EIP712Domain", domain_fields("Ether Mail", "1", 1, 0xCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC))
    require(separator.hex() == "f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f", "domain of the example")

    def person(name: str, wallet: int) -> bytes:
        return hash_struct("Person", [("string", "name", name), ("address", "wallet", wallet)])

    mail_type = keccak256(b"Mail(Person from,Person to,string contents)Person(string name,address wallet)")
    sender = person("Cow", 0xCD2A3D9F938E13CD947EC05ABC7FE734DF8DD826)
    receiver = person("Bob", 0xBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB)
    mail = keccak256(mail_type + sender + receiver + keccak256(b"Hello, Bob!"))
    require(typed_digest(separator, mail).hex() == "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", "digest of the example")
