"""``python -m flevoprint``."""

from flevoprint.cli import main

if __name__ == "__main__":
    main()
