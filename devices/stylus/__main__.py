"""`python -m devices.stylus`: print the sheet, make the cards, calibrate, look."""

import sys

from devices.stylus.cli import main

if __name__ == "__main__":
    sys.exit(main())
