"""Physics of the orbital paper (P): a sphere's electrons, dipoles, ordering."""
