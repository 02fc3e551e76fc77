"""What edge passes on, how, and what it does when the pages or the visitor are slow or gone."""

import json
import os
import signal
import socket
import threading
import time
import urllib.error
from pathlib import Path

import pytest

from tests.config.edge.conftest import Site, wait_until_served

CLOSE = "Connection: close"
BLOCK = b"y" * 65536


def request(line: str, *headers: str) -> bytes:
    return "\r\n".join((f"{line} HTTP/1.1", "Host: shop", *headers, "", "")).encode()


def talk(site: Site, sent: bytes) -> bytes:
    """Everything that comes back until the connection is closed."""
    with site.connect() as connection:
        connection.sendall(sent)
        answer = b""
        while block := connection.recv(65536):
            answer += block
    return answer


def test_a_page_comes_with_all_its_cookies(site: Site) -> None:
    answer = site.open("/")

    assert answer.body == b"page"
    assert [value for name, value in answer.headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]


def test_path_and_query_arrive_as_they_were_written(site: Site) -> None:
    lines = site.open("/echo?q=%20a+b&empty=&%E4=1").body.decode().splitlines()

    assert lines[-1] == "PATH: /echo?q=%20a+b&empty=&%E4=1"


def test_nobody_can_claim_another_address(site: Site) -> None:
    claims = {"X-Forwarded-For": "6.6.6.6", "X_Forwarded_For": "6.6.6.6", "X-Forwarded-Proto": "https"}

    lines = site.open("/echo", **claims).body.decode().splitlines()

    assert "HTTP_X_FORWARDED_FOR: 127.0.0.1" in lines
    assert "HTTP_X_FORWARDED_PROTO: http" in lines
    assert not [line for line in lines if "6.6.6.6" in line]


def test_headers_of_one_connection_end_with_it(site: Site) -> None:
    sent = request("GET /echo", "Connection: close, X-Secret", "X-Secret: 1", "TE: trailers")

    answer = talk(site, sent).lower()

    assert b"http_host: shop" in answer
    assert b"http_x_secret" not in answer
    assert b"http_te" not in answer
    assert b"keep-alive: timeout=9" not in answer


def test_head_gives_the_length_and_no_body(site: Site) -> None:
    answer = talk(site, request("HEAD /large?blocks=2", CLOSE))

    assert b"content-length: 131072" in answer.lower()
    assert answer.endswith(b"\r\n\r\n")


def test_a_chunked_body_arrives_whole(site: Site) -> None:
    head = request("POST /count", CLOSE, "Transfer-Encoding: chunked")

    answer = talk(site, head + (b"10000\r\n" + BLOCK + b"\r\n") * 20 + b"0\r\n\r\n")

    assert b"1310720" in answer


def test_a_client_that_waits_for_leave_gets_it(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(request("POST /count", CLOSE, "Content-Length: 3", "Expect: 100-continue"))
        leave = connection.recv(1000)
        connection.sendall(b"abc")
        answer = connection.recv(65536)

    assert leave.startswith(b"HTTP/1.1 100")
    assert answer.startswith(b"HTTP/1.1 200")


def test_a_slow_upload_holds_no_page_process(site: Site) -> None:
    with site.connect() as slow:
        slow.sendall(request("POST /count", CLOSE, "Content-Length: 1000") + b"abc")
        time.sleep(0.3)
        started = time.monotonic()
        answer = site.open("/")
        waited = time.monotonic() - started
        slow.sendall(b"y" * 997)
        counted = slow.recv(65536)

    assert answer.body == b"page"
    assert waited < 2
    assert counted.startswith(b"HTTP/1.1 200")


def test_a_slow_download_holds_no_page_process_and_no_memory(site: Site) -> None:
    before = site.memory()
    with site.connect() as slow:
        slow.sendall(request("GET /large?blocks=1600"))
        time.sleep(3)
        answer = site.open("/")
        after = site.memory()

    assert answer.body == b"page"
    assert after - before < 40 * 1024


def test_a_large_download_is_whole(site: Site) -> None:
    assert len(site.open("/large?blocks=800").body) == 800 * 65536


def test_a_large_upload_is_whole_and_leaves_no_file(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(request("POST /count", CLOSE, f"Content-Length: {400 * 65536}"))
        for _ in range(400):
            connection.sendall(BLOCK)
        answer = connection.recv(65536)

    assert b"26214400" in answer
    left = {path.name for path in (site.pages_socket.parent / "run").iterdir() if path.is_file()}
    assert left - {"secrets.lock"} == set()


def test_an_upload_beyond_the_limit_is_refused_at_once(site: Site) -> None:
    answer = talk(site, request("POST /count", CLOSE, "Content-Length: 99999999999"))

    assert answer.startswith(b"HTTP/1.1 413")


def test_a_visitor_who_leaves_frees_the_page_process(site: Site) -> None:
    with site.connect() as hasty:
        hasty.sendall(request("GET /large?blocks=1000000"))
        hasty.recv(1000)

    started = time.monotonic()
    answer = site.open("/")

    assert answer.body == b"page"
    assert time.monotonic() - started < 5


def test_a_visitor_who_leaves_during_the_upload_does_no_harm(site: Site) -> None:
    with site.connect() as hasty:
        hasty.sendall(request("POST /count", "Content-Length: 1000") + b"abc")

    assert site.open("/").body == b"page"


def test_a_page_that_breaks_off_is_not_taken_for_whole(site: Site) -> None:
    answer = talk(site, request("GET /broken", CLOSE))

    assert len(answer) < 1_000_000
    assert site.open("/").body == b"page"


def test_header_lines_that_dawdle_are_cut_off(site: Site) -> None:
    with site.connect() as dawdling:
        dawdling.settimeout(10)
        dawdling.sendall(b"GET / HTTP/1.1\r\nHost: shop\r\nX-Slow: ")
        started = time.monotonic()
        while dawdling.recv(1000):
            pass

    assert time.monotonic() - started < 5


def test_health_says_what_is_missing(site: Site) -> None:
    assert json.loads(site.open("/health/live").body) == {"live": True}
    with pytest.raises(urllib.error.HTTPError) as refused:
        site.open("/health/ready")
    with refused.value as answer:
        assert answer.code == 503
        assert json.loads(answer.read()) == {"database": False, "pages": True}


def test_requests_wait_while_pages_restart(site: Site) -> None:
    site.pages.terminate()
    site.pages.wait(timeout=20)
    returning = threading.Timer(1, site.restart_pages)
    returning.start()

    answer = site.open("/")
    returning.join()

    assert answer.body == b"page"


def test_without_pages_there_is_a_short_page_that_says_so(site: Site) -> None:
    site.pages.terminate()
    site.pages.wait(timeout=20)

    answer = talk(site, request("GET /", CLOSE))
    site.restart_pages()
    wait_until_served(site)

    assert answer.startswith(b"HTTP/1.1 503")
    assert b"Please try again" in answer


def test_a_killed_server_leaves_no_worker_behind(own_site: Site) -> None:
    workers = Path(f"/proc/{own_site.edge.pid}/task/{own_site.edge.pid}/children")
    if not workers.exists():
        pytest.skip("needs /proc to find the workers of a server, which this system does not have")
    [worker] = workers.read_text().split()

    os.kill(own_site.edge.pid, signal.SIGKILL)
    own_site.edge.wait()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{worker}/fd").exists() and time.monotonic() < deadline:
        time.sleep(0.1)

    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", own_site.port))
