"""Claims of the paper on vibrations and spin dimers."""
