"""For everyone: jobs planned, made by workers, delivered by the parent, listed in a manifest."""
