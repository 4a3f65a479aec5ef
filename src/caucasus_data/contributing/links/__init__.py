"""Whether the addresses of sources still answer, and where copies of them are kept: all that ever uses the network."""
