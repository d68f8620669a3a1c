"""`python -m devices`."""

from devices.cli import main

if __name__ == "__main__":
    main()
