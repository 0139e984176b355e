"""``python -m flevoprint``."""

from flevoprint.cli import main

main()
