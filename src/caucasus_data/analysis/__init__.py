"""Tables as what statistics programs take."""
