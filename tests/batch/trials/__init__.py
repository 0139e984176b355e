"""Builds that are killed, starved, edited and broken, many times over, each held to the bytes."""
