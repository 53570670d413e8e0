"""What all tests need, before NumPy is loaded."""

import gc
import os
from pathlib import Path

# As the command line does: the numbers then do not depend on the machine's number of cores, and
# threads that wait for one another do not take the cores from the other workers.
for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

# Another Python that a test starts, in whatever folder, is to find this tree.
_PATHS = [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, _PATHS))


def pytest_collection_finish() -> None:
    """Leave what is imported by now out of the search for garbage, a fifth of a picture's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
