"""A press page taken apart into its plates: content rewritten so that it paints ink as light."""
