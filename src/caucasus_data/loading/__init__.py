"""Tables as data frames, and the ways to ask them."""
