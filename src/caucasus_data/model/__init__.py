"""What a row is: vocabularies, cells, rules, the tables, the package."""
