"""What all tests need, before NumPy is loaded."""

import os

# As the command line does: the numbers then do not depend on the machine's number of cores, and
# threads that wait for one another do not take the cores from the other workers.
for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
    os.environ[f"{library}_NUM_THREADS"] = "1"
