"""Keccak-256 as Ethereum uses it, written from the definition of the permutation; slow."""

from hashlib import sha3_256

from exact import require

MASK = 2**64 - 1
RATE = 136
"""Bytes absorbed per permutation: 1,600 bits less twice 256."""

ROUNDS = 24
Lanes = list[list[int]]
"""lanes[x][y], 64 bits each."""


def rotate(lane: int, bits: int) -> int:
    bits %= 64
    return ((lane << bits) | (lane >> (64 - bits))) & MASK


def round_constants() -> list[int]:
    """Iota's constants, from the feedback register x^8 + x^6 + x^5 + x^4 + 1."""
    register, constants = 1, []
    for _ in range(ROUNDS):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << (2**power - 1)
            register <<= 1
            if register & 0x100:
                register ^= 0x171
        constants.append(constant)
    return constants


def permute(lanes: Lanes, constants: list[int]) -> Lanes:
    for constant in constants:
        parity = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4] for x in range(5)]
        mixed = [parity[(x - 1) % 5] ^ rotate(parity[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lanes[x][y] ^ mixed[x] for y in range(5)] for x in range(5)]
        x, y, moved = 1, 0, lanes[1][0]
        for step in range(ROUNDS):
            x, y = y, (2 * x + 3 * y) % 5
            lanes[x][y], moved = rotate(moved, (step + 1) * (step + 2) // 2), lanes[x][y]
        lanes = [[lanes[x][y] ^ (~lanes[(x + 1) % 5][y] & lanes[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        lanes[0][0] ^= constant
    return lanes


def sponge(data: bytes, suffix: int) -> bytes:
    """32 bytes of the sponge; the suffix begins the padding: 0x01 in Keccak, 0x06 in the later standard SHA-3."""
    padded = bytearray(data) + bytearray(RATE - len(data) % RATE)
    padded[len(data)] ^= suffix
    padded[-1] ^= 0x80
    constants = round_constants()
    lanes: Lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), RATE):
        for lane in range(RATE // 8):
            offset = start + 8 * lane
            lanes[lane % 5][lane // 5] ^= int.from_bytes(padded[offset : offset + 8], "little")
        lanes = permute(lanes, constants)
    return b"".join(lanes[x][0].to_bytes(8, "little") for x in range(4))


def keccak256(data: bytes) -> bytes:
    return sponge(data, 0x01)


def check() -> None:
    """Known digests, and the same sponge as SHA-3 against the standard library around the block size."""
    known = {
        b"": "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        b"abc": "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    }
    for data, digest in known.items():
        require(keccak256(data).hex() == digest, f"keccak256({data!r})")
    for length in (0, 1, 31, 32, 64, 134, 135, 136, 137, 271, 272, 273, 300):
        data = bytes(byte % 251 for byte in range(length))
        require(sponge(data, 0x06) == sha3_256(data).digest(), f"SHA-3 of {length} bytes")
