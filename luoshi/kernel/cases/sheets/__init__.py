"""Cases from tables and to tables, Excel and CSV alike: read, check every cell, then write all or nothing."""

from luoshi.kernel.cases.sheets.committing import Imported, commit_import
from luoshi.kernel.cases.sheets.exporting import Table, export_csv, export_xlsx, table_of
from luoshi.kernel.cases.sheets.planning import EXTERNAL, Plan, plan_import
from luoshi.kernel.cases.sheets.reading import Sheet, read_sheet

__all__ = [
    "EXTERNAL",
    "Imported",
    "Plan",
    "Sheet",
    "Table",
    "commit_import",
    "export_csv",
    "export_xlsx",
    "plan_import",
    "read_sheet",
    "table_of",
]
