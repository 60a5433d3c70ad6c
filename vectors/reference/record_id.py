"""Ids of signed records: NIP-01 event ids (spec §11)."""

from hashlib import sha256
from typing import Any

from exact import require
from stream import Stream

FILE = "recordId.json"

ESCAPES = {"\n": "\\n", '"': '\\"', "\\": "\\\\", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
"""All that NIP-01 escapes; every other character stands for itself."""

Tags = list[list[str]]
Event = tuple[int, int, Tags, str]
"""created_at, kind, tags, content."""


def quote(text: str, escape_controls: bool) -> str:
    return '"' + "".join(quote_character(character, escape_controls) for character in text) + '"'


def quote_character(character: str, escape_controls: bool) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    return f"\\u{ord(character):04x}" if escape_controls and ord(character) < 0x20 else character


def serialize(pubkey: str, event: Event, escape_controls: bool = False) -> str:
    """[0, pubkey, created_at, kind, tags, content] without white space."""
    created_at, kind, tags, content = event
    quoted_tags = ",".join("[" + ",".join(quote(item, escape_controls) for item in tag) + "]" for tag in tags)
    return f'[0,"{pubkey}",{created_at},{kind},[{quoted_tags}],{quote(content, escape_controls)}]'


def event_id(serialized: str) -> str:
    return sha256(serialized.encode("utf-8")).hexdigest()


def events() -> list[Event]:
    when = 1_760_000_000
    return [
        (when, 1, [], ""),
        (0, 0, [], "{}"),
        (when, 1, [], "hello, town"),
        (2**32 - 1, 65_535, [["d", ""]], "largest kind"),
        (when, 1, [["h", "1"], ["epoch", "3"], ["empty", "", ""], []], "tags keep their order"),
        (when, 1, [["t", "gärtnern"]], "Grüße, Żółw, naïve, Ωμέγα, привет, 你好, こんにちは, مرحبا, שלום"),
        (when, 1, [], "emoji 🌱 🏘️ 👩🏽‍🌾 and a flag 🇮🇹"),
        (when, 1, [], "composed \u00e9, combining e\u0301: two texts, never normalized"),
        (when, 1, [["q", 'a "quote"']], 'she said "yes" and \'no\''),
        (when, 1, [["path", "C:\\town\\gig"]], "back\\slash, \\n is no newline, \\u0041 is no letter"),
        (when, 1, [["note", "two\nlines"]], "first\nsecond\r\nthird\n"),
        (when, 1, [["c", "\t"]], "tab\tbackspace\bformfeed\freturn\rnewline\n"),
        (when, 1, [], "<script>alert('&amp;')</script> <a href=\"/x?a=1&b=2\">a/b</a> </script>"),
        (when, 1, [], "delete \u007f, next line \u0085, soft hyphen \u00ad, separators \u2028 and \u2029, byte order mark \ufeff, outside \U0010ffff"),
        (when, 1, [], " white space stays  \u00a0"),
        (when, 1, [], '{"nested":["json",{"a":1.0}]}'),
        (when, 1, [["e", "0" * 64, "wss://relay.example/path"], ["p", "f" * 64]], "long " + "0123456789" * 40),
    ]


def disputed() -> list[Event]:
    """Control characters that NIP-01 leaves as they are and that JSON encoders must escape."""
    when = 1_760_000_000
    return [
        (when, 1, [], "\u0000"),
        (when, 1, [], "a\u0001b\u001fc"),
        (when, 1, [["x", "\u000b"]], "escape \u001b[0m"),
    ]


def build() -> dict[str, Any]:
    stream = Stream("recordId")
    cases, ambiguous = [], []
    for event in events():
        pubkey = f"{stream.bits():064x}"
        serialized = serialize(pubkey, event)
        require(serialized == serialize(pubkey, event, escape_controls=True), "the two readings of NIP-01 differ")
        cases.append({"id": event_id(serialized), **wire(pubkey, event), "serialized": serialized})
    for event in disputed():
        pubkey = f"{stream.bits():064x}"
        verbatim, escaped = event_id(serialize(pubkey, event)), event_id(serialize(pubkey, event, escape_controls=True))
        require(verbatim != escaped, "not disputed")
        ambiguous.append({**wire(pubkey, event), "idVerbatim": verbatim, "idEscaped": escaped})
    require(len({case["id"] for case in cases}) == len(cases), "two records have one id")
    return {
        "spec": "§11",
        "formula": "id = sha256(utf8([0,pubkey,created_at,kind,tags,content])), NIP-01",
        "count": str(len(cases)),
        "cases": cases,
        "ambiguousNote": "control characters without a short escape: NIP-01 says verbatim (idVerbatim), JSON encoders write \\u00xx (idEscaped)",
        "ambiguous": ambiguous,
    }


def wire(pubkey: str, event: Event) -> dict[str, Any]:
    created_at, kind, tags, content = event
    return {"pubkey": pubkey, "created_at": created_at, "kind": kind, "tags": tags, "content": content}
