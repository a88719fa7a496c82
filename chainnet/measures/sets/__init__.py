"""Sets of firms: what is left without them, the sets that hurt most, and how far from the best a found one can be."""
