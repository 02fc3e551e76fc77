"""The tag that a shop puts on its pages, as it is served: its parts one after another, packed where that is taken.

Its name never changes, since it stands in the pages of shops; so browsers keep it for a day, and then ask whether it
is still the same.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PATH = "/tag.js"
PARTS = Path(__file__).parent / "tag"
KEPT_SECONDS = 86_400
STALE_SECONDS = 7 * KEPT_SECONDS

type Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Tag:
    """The script, plain and packed, and the mark by which a browser knows it again."""

    plain: bytes
    packed: bytes
    etag: bytes

    def answer(self, method: str, headers: Mapping[bytes, bytes]) -> tuple[int, Headers, bytes]:
        """Status, headers and body for a request."""
        if method not in {"GET", "HEAD"}:
            return 405, [(b"allow", b"GET, HEAD")], b""
        found = [
            (b"etag", self.etag),
            (b"cache-control", f"public, max-age={KEPT_SECONDS}, stale-while-revalidate={STALE_SECONDS}".encode()),
            (b"vary", b"accept-encoding"),
            (b"access-control-allow-origin", b"*"),
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"x-content-type-options", b"nosniff"),
        ]
        if self.etag in headers.get(b"if-none-match", b""):
            return 304, found, b""
        found.append((b"content-type", b"text/javascript; charset=utf-8"))
        if b"gzip" not in headers.get(b"accept-encoding", b""):
            return 200, found, self.plain
        return 200, [*found, (b"content-encoding", b"gzip")], self.packed


def read() -> Tag:
    """The tag, from its parts."""
    parts = [path.read_text(encoding="utf-8") for path in sorted(PARTS.glob("*.js"))]
    plain = "\n".join(["(() => {", *parts, "})();\n"]).encode()
    mark = hashlib.sha256(plain).hexdigest()[:20]
    return Tag(plain, gzip.compress(plain, 9, mtime=0), f'"{mark}"'.encode())
