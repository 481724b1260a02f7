"""A schedule as what people and programs use: a workbook, a report, calendars and tables."""
