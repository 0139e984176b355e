"""Handouts and posters per gemeente, from YAML and HTML/CSS to PDF."""

__version__ = "0.1.0"
