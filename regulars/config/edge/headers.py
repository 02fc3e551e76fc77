"""Which headers pass between a visitor and the pages, and what edge adds of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from regulars.config.edge.answers import Header, Scope

# RFC 9110, 7.6.1: these speak of one connection and end with it.
HOP_BY_HOP = {
    b"connection",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
}
# Edge measures the body itself and has answered "100 Continue" already.
REMADE = {b"content-length", b"expect"}
FORWARDING = {
    b"forwarded",
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"x-forwarded-host",
    b"x-forwarded-port",
    b"x-real-ip",
}


@dataclass(frozen=True)
class Proxies:
    """The networks of reverse proxies whose word on the visitor is believed; by default none."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def parse(cls, names: Iterable[str]) -> "Proxies":
        """From texts such as `127.0.0.1` or `10.0.0.0/8`."""
        return cls(tuple(ip_network(name, strict=False) for name in names))

    def include(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)


def to_pages(scope: Scope, proxies: Proxies) -> list[tuple[str, str]]:
    """
    The headers of a request as the pages get them.

    The visitor's address and scheme are said anew. Names with an underscore are left out: WSGI cannot tell
    `X_Forwarded_For` from `X-Forwarded-For`, and so anybody could claim any address.
    """
    incoming: list[Header] = list(scope["headers"])
    passed = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in _end_to_end(incoming)
        if name not in REMADE and name not in FORWARDING and b"_" not in name
    ]
    address, scheme = visitor(scope, incoming, proxies)
    return [*passed, ("X-Forwarded-For", address), ("X-Forwarded-Proto", scheme)]


def to_visitor(raw: Iterable[Header]) -> list[Header]:
    """The headers of an answer as the visitor gets them."""
    return list(_end_to_end([(name.lower(), value) for name, value in raw]))


def _end_to_end(headers: list[Header]) -> Iterator[Header]:
    named = {word.strip().lower() for name, value in headers if name == b"connection" for word in value.split(b",")}
    for name, value in headers:
        if name not in HOP_BY_HOP and name not in named:
            yield name, value


def visitor(scope: Scope, headers: list[Header], proxies: Proxies) -> tuple[str, str]:
    """The nearest address that is not a trusted proxy, and the scheme the visitor used."""
    client = scope.get("client")
    address = client[0] if client else "127.0.0.1"
    scheme = scope["scheme"]
    if not proxies.include(address):
        return address, scheme
    said = [word.strip() for word in _joined(headers, b"x-forwarded-for").split(",") if word.strip()]
    for hop in reversed(said):
        if not _is_address(hop):
            break
        address = hop
        if not proxies.include(hop):
            break
    claimed = _joined(headers, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
    return address, claimed if claimed in {"http", "https"} else scheme


def _joined(headers: list[Header], name: bytes) -> str:
    return ",".join(value.decode("latin-1") for key, value in headers if key == name)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
