"""Text made safe, files written whole, and what else has nothing to do with the South Caucasus."""
