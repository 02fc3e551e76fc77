"""The pages that a working day asks for, with the addresses of what a shop holds."""

import re
import time
import urllib.request
from collections.abc import Iterator
from statistics import quantiles

LISTS = {
    "home": ("/",),
    "today": ("/today/",),
    "customers": ("/customers/", "/customers/?sort=spent", "/customers/?stage=loyal", "/customers/?orders_min=3"),
    "customers, searched": ("/customers/?q=anna", "/customers/?q=wang", "/customers/?q=a%40"),
    "search": ("/search/?q=anna", "/search/?q=tea", "/search/?q=%E6%9D%8E"),
    "orders": ("/orders/", "/orders/?kind=return"),
    "products": ("/products/", "/categories/"),
    "insight": ("/insight/",),
    "imports and history": ("/imports/", "/operations/"),
}
RECORDS = {"person": "/customers/", "order": "/orders/", "product": "/products/"}
LINK = r'href="({}[a-z]+_\w+/)"'


def addresses(pages: urllib.request.OpenerDirector, root: str) -> Iterator[tuple[str, list[str]]]:
    """Each kind of page with what to ask for; records are those on the first pages of their lists."""
    for kind, paths in LISTS.items():
        yield kind, [root + path for path in paths]
    insight = read(pages, f"{root}/insight/")
    yield (
        "insight, each question",
        [root + path for path in sorted(set(re.findall(r'href="(/insight/\w+/)"', insight)))],
    )
    for kind, path in RECORDS.items():
        found = dict.fromkeys(re.findall(LINK.format(path), read(pages, root + path)))
        yield kind, [root + address for address in found]


def read(pages: urllib.request.OpenerDirector, address: str) -> str:
    with pages.open(address) as answer:
        return str(answer.read().decode())


def walked(pages: urllib.request.OpenerDirector, chosen: list[str], requests: int) -> list[float]:
    """Seconds of each request, sorted; the addresses in turn."""
    times = []
    for number in range(requests):
        began = time.perf_counter()
        read(pages, chosen[number % len(chosen)])
        times.append(time.perf_counter() - began)
    return sorted(times)


def told(kind: str, times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return f"{kind}: p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms over {len(times)} requests"
