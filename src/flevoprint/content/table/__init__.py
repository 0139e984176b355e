"""Tables of gemeenten as people have them: CSV and Excel in, rows of known values out."""

from flevoprint.content.table.rows import Row, Table, read_table

__all__ = ["Row", "Table", "read_table"]
