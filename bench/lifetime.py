"""
Fit BG/NBD to a million customers, and beside it the package `lifetimes` where an environment has it.

    python -m bench.lifetime --customers 1000000 --lifetimes /path/to/its/python

`lifetimes` (2020) needs old companions, so it runs in an environment of its own, named by its interpreter.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from regulars.insight import bgnbd, lifetime
from tests.insight import simulate

THEIRS = """
import sys, time, numpy as np
from lifetimes import BetaGeoFitter
given = np.load(sys.argv[1])
start = time.perf_counter()
model = BetaGeoFitter().fit(given["x"], given["t_x"], given["T"])
print(time.perf_counter() - start, *model.params_[["r", "alpha", "a", "b"]])
"""


def main() -> None:
    """Print both times, their ratio, and both log-likelihoods by our reckoning."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--lifetimes", help="the Python of an environment that holds lifetimes")
    chosen = options.parse_args()
    x, t_x, T, _ = simulate.histories(chosen.customers, r=0.7, alpha=6.0, a=0.6, b=5.0, longest=104)

    start = perf_counter()
    ours = lifetime.fit_bgnbd(x, t_x, T)
    seconds = perf_counter() - start
    print(f"ours       {seconds:8.2f} s  log-likelihood {ours.log_likelihood:.3f}  {ours.parameters.round(4)}")  # noqa: T201
    if chosen.lifetimes:
        theirs, parameters = _theirs(chosen.lifetimes, x, t_x, T)
        value, _, _ = bgnbd.likelihood_of(x, t_x, T)(parameters)
        print(f"lifetimes  {theirs:8.2f} s  log-likelihood {value:.3f}  {parameters.round(4)}")  # noqa: T201
        print(f"ratio      {theirs / seconds:8.1f}")  # noqa: T201


def _theirs(python: str, x: simulate.Vector, t_x: simulate.Vector, T: simulate.Vector) -> tuple[float, simulate.Vector]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "histories.npz"
        np.savez(file, x=x, t_x=t_x, T=T)
        told = subprocess.run([python, "-c", THEIRS, str(file)], check=True, capture_output=True, text=True).stdout
    seconds, *parameters = map(float, told.split())
    return seconds, np.array(parameters)


if __name__ == "__main__":
    main()
