"""What all tests need, before NumPy is loaded."""

import gc
import os

# As the command line does: the numbers then do not depend on the machine's number of cores, and
# threads that wait for one another do not take the cores from the other workers.
for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
    os.environ[f"{library}_NUM_THREADS"] = "1"


def pytest_collection_finish() -> None:
    """Leave what is imported by now out of the search for garbage, a fifth of a picture's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
