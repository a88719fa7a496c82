"""Numbers only: compiled loops over integer arrays that know nothing of firms. A plain-Python twin in the tests proves each."""
