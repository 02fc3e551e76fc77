"""The program as a whole."""

import subprocess
import sys
import time


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    heavy = {"psycopg", "duckdb", "pyarrow", "granian", "aiohttp", "deltalake"}
    program = f"import sys, regulars.__main__; print(sorted({heavy} & set(sys.modules)))"

    started = time.monotonic()
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"
    assert time.monotonic() - started < 5
