"""Pages for people, each one HTML file that needs nothing beside it.

``preflight.py`` shows what is wrong with any PDFs; ``build.py`` all sheets in the output folder.
"""
