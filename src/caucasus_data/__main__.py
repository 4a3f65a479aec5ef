"""`python -m caucasus_data` is `caucasus-data`."""

import sys

from caucasus_data.cli import main

sys.exit(main())
