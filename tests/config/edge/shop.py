"""Pages that do what a test asks for, in the place of Django."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs

BLOCK = b"x" * 65536


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    asked = parse_qs(environ["QUERY_STRING"])
    if environ["PATH_INFO"] == "/echo":
        return echo(environ, start_response)
    if environ["PATH_INFO"] == "/count":
        return count(environ, start_response)
    if environ["PATH_INFO"] == "/large":
        return large(start_response, blocks=int(asked["blocks"][0]))
    if environ["PATH_INFO"] == "/slow":
        time.sleep(float(asked["seconds"][0]))
    if environ["PATH_INFO"] == "/health/pages":
        start_response("200 OK", [])
        return [b"ok"]
    if environ["PATH_INFO"] == "/broken":
        return broken(start_response)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [b"page"]


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Each header and the raw path as a line."""
    told = sorted(name for name in environ if name.startswith(("HTTP_", "CONTENT_")))
    lines = [f"{name}: {environ[name]}" for name in told]
    lines.append(f"PATH: {environ['PATH_INFO']}?{environ['QUERY_STRING']}")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Keep-Alive", "timeout=9")])
    return ["\n".join(lines).encode()]


def count(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    length = 0
    while block := environ["wsgi.input"].read(65536):
        length += len(block)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(length).encode()]


def large(start_response: Callable[..., Any], *, blocks: int) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Length", str(blocks * len(BLOCK)))])
    return (BLOCK for _ in range(blocks))


def broken(start_response: Callable[..., Any]) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Length", "1000000")])
    yield BLOCK
    raise RuntimeError("a page that fails in the middle")
