"""Where tables lie, which releases there are, and what differs between them."""
