"""Physics of the vibrational paper (F): pairs of spins, vibrations, the lattice."""
