"""What print needs: a laid-out PDF in, a finished edition out.

Boxes, inks, overprint, crop marks, output intent and metadata are set on the finished PDF, because
the layout engine writes RGB whatever it is asked. This folder is the only one that knows pikepdf.
"""

from flevoprint.press.finish import finish

__all__ = ["finish"]
