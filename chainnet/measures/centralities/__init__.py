"""How the centralities are computed: over paths, as spectra, and what both take of a network."""
