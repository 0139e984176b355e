"""The same flyers made by flevoprint and by its peers, side by side. Run by ``make bench``."""
