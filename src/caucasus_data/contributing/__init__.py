"""From a row that somebody proposes to a release."""
