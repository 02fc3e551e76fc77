"""Whose word on the visitor is believed."""

from typing import Any

import pytest

from regulars.config.edge.headers import Proxies, to_pages, to_visitor

TRUSTED = Proxies.parse(["10.0.0.0/8", "127.0.0.1"])


def seen(client: str, *headers: tuple[bytes, bytes], proxies: Proxies = TRUSTED) -> tuple[str, str]:
    """The visitor's address and scheme as the pages learn them."""
    scope: dict[str, Any] = {"headers": list(headers), "client": (client, 1), "scheme": "http"}
    passed = dict(to_pages(scope, proxies))
    return passed["X-Forwarded-For"], passed["X-Forwarded-Proto"]


def test_by_default_nobody_is_believed() -> None:
    claims = ((b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-proto", b"https"))

    assert seen("10.0.0.1", *claims, proxies=Proxies()) == ("10.0.0.1", "http")


def test_a_trusted_proxy_is_believed() -> None:
    claims = ((b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https"))

    assert seen("10.0.0.1", *claims) == ("203.0.113.9", "https")


@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        (b"6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (b"6.6.6.6, nonsense, 10.0.0.2", "10.0.0.2"),
        (b"", "10.0.0.1"),
        (b"2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_the_nearest_untrusted_address_counts(claimed: bytes, found: str) -> None:
    assert seen("10.0.0.1", (b"x-forwarded-for", claimed))[0] == found


def test_a_scheme_that_is_none_is_not_believed() -> None:
    assert seen("10.0.0.1", (b"x-forwarded-proto", b"javascript"))[1] == "http"


def test_each_header_of_an_answer_is_kept_in_order() -> None:
    raw = [(b"Set-Cookie", b"a"), (b"Connection", b"x-inner"), (b"X-Inner", b"1"), (b"Set-Cookie", b"b")]

    assert to_visitor(raw) == [(b"set-cookie", b"a"), (b"set-cookie", b"b")]
