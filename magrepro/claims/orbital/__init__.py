"""Claims of the paper on the orbital magnetism of gold nanoparticles."""
