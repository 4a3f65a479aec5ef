"""How the dataset, or some rows of it, are cited, and whether rows are those that a citation names."""
