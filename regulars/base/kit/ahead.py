"""Make the next item while the one before it is used."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

END = object()


def ahead[Item](items: Iterator[Item]) -> Iterator[Item]:
    """
    The same items in the same order, each made in a thread of its own while the one before it is used.

    It pays where both sides leave the interpreter's lock: Arrow, DuckDB, files, sockets. One more item than otherwise
    is in memory. What making an item raises is raised where it would have been taken.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as maker:
        coming: Future[Item | object] = maker.submit(next, items, END)
        while (item := coming.result()) is not END:
            coming = maker.submit(next, items, END)
            yield item  # type: ignore[misc]
