"""Take a request of the Segment HTTP API apart into messages, without understanding them.

Paths, limits and answers: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

CALLS = {"track", "identify", "page", "screen", "group", "alias"}
SHORT = {"t": "track", "i": "identify", "p": "page", "s": "screen", "g": "group", "a": "alias", "b": "batch"}
BATCHES = {"batch", "import"}

LARGEST_BODY = 500 * 1024
LARGEST_EVENT = 32 * 1024
MOST_IN_A_BATCH = 5_000


class Refused(Exception):
    """A request that is not taken: status for strict clients and in the sentence why."""

    def __init__(self, status: int, sentence: str, *, is_always: bool = False) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
        self.is_always = is_always
        """Whether clients that are not strict hear of it as well."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The messages of one request as text, whose they are, and when their sender says to have sent them."""

    kind: str
    messages: list[str]
    write_key: str
    sent_at: str = ""


class _One(msgspec.Struct, rename="camel"):
    write_key: object = None
    sent_at: object = None


class _Many(msgspec.Struct, rename="camel"):
    batch: list[msgspec.Raw]
    write_key: object = None
    sent_at: object = None


def kind_of(path: str) -> str | None:
    """`track` for /v1/track and /v1/t, `batch` for /v1/batch and its like; None for what is no call."""
    head, _, call = path.partition("/v1/")
    if head or "/" in call:
        return None
    call = SHORT.get(call, call)
    return "batch" if call in BATCHES else call if call in CALLS else None


def inflated(body: bytes, encoding: str) -> bytes:
    """
    The body as it was before it was packed, never more than is allowed.

    :raises Refused: if it cannot be unpacked, or grows beyond the limit.
    """
    if encoding in {"", "identity"}:
        return body
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise Refused(
            415, f"The content encoding “{encoding[:40]}” is not known; gzip and deflate are.", is_always=True
        )
    unpacking = zlib.decompressobj(wbits=47)
    try:
        whole = unpacking.decompress(body, LARGEST_BODY + 1)
    except zlib.error as error:
        raise Refused(400, "The body is not packed as its content encoding says.", is_always=True) from error
    if len(whole) > LARGEST_BODY:
        raise too_large()
    if not unpacking.eof:
        raise Refused(400, "The packed body ends too early.", is_always=True)
    return whole


def taken(kind: str, body: bytes, headers: Mapping[bytes, bytes]) -> Taken:
    """
    The messages of a request.

    :raises Refused: if the body is no JSON text, too large, or no batch where it should be one.
    """
    body = inflated(body, headers.get(b"content-encoding", b"").decode("latin-1").strip().lower())
    if kind != "batch" and len(body) > LARGEST_EVENT:
        raise Refused(400, "An event may hold 32 KB at most.", is_always=True)
    text = _text(body)
    key = key_of(headers)
    try:
        if kind != "batch":
            one = read(body, _One)
            return Taken(kind, [text], key or _word(one.write_key), _word(one.sent_at))
        many = read(body, _Many)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The body is no JSON object as this call takes it.", is_always=True) from error
    if len(many.batch) > MOST_IN_A_BATCH:
        raise Refused(400, f"A batch may hold {MOST_IN_A_BATCH:,} events at most.", is_always=True)
    messages = [bytes(raw).decode() for raw in many.batch]
    return Taken(kind, messages, key or _word(many.write_key), _word(many.sent_at))


def key_of(headers: Mapping[bytes, bytes]) -> str:
    """The write key that a request names in its headers: user of HTTP Basic, or bearer; empty if none."""
    scheme, _, word = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme.lower() == "bearer":
        return word.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(word.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def read[Shape](body: bytes, shape: type[Shape]) -> Shape:
    """Read JSON; half a surrogate pair, which JavaScript writes and nobody else reads, becomes a question mark."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError:
        if b"\\u" not in body:
            raise
        mended = json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")
        return msgspec.json.decode(mended, type=shape)


def too_large() -> Refused:
    return Refused(400, "A request may hold 500 KB at most.", is_always=True)


def _text(body: bytes) -> str:
    """PostgreSQL keeps neither zero bytes nor what is not UTF-8, and one such message must not cost the others."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "The body is not UTF-8.", is_always=True) from error
    if "\0" in text:
        raise Refused(400, "The body holds zero bytes.", is_always=True)
    return text


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
