"""What a request says beside its body, kept with each of its messages."""

from collections.abc import Mapping

import msgspec

LONGEST = 1_000


class Sender(msgspec.Struct, omit_defaults=True):
    """
    Address and browser of who sent it, signals of privacy, when it was sent, and why it was refused, if it was.

    `delivery` is the sender's own id of what it delivers, the same however often it does.
    """

    ip: str = ""
    agent: str = ""
    origin: str = ""
    gpc: bool = False
    dnt: bool = False
    sent_at: str = ""
    refused: str = ""
    delivery: str = ""


def described(
    headers: Mapping[bytes, bytes], ip: str, *, sent_at: str = "", refused: str = "", delivery: str = ""
) -> str:
    """The sender of a request, as JSON."""
    return msgspec.json.encode(
        Sender(
            ip=ip,
            agent=_clean(headers.get(b"user-agent", b"")),
            origin=_clean(headers.get(b"origin", b"")),
            gpc=headers.get(b"sec-gpc") == b"1",
            dnt=headers.get(b"dnt") == b"1",
            sent_at=sent_at[:40],
            refused=refused,
            delivery=delivery[:LONGEST].replace("\0", ""),
        )
    ).decode()


def read(text: str) -> Sender:
    """The sender of a message in the inbox."""
    return msgspec.json.decode(text, type=Sender)


def _clean(value: bytes) -> str:
    return value[:LONGEST].decode("utf-8", "replace").replace("\0", "")
