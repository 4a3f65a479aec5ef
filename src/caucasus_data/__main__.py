"""`python -m caucasus_data` is `caucasus-data`."""

from caucasus_data.cli import run

run()
