"""Are the addresses alive: the one place that uses the network, and never while rendering."""

from flevoprint.links.check import Answer, Outcome, Rules, check

__all__ = ["Answer", "Outcome", "Rules", "check"]
