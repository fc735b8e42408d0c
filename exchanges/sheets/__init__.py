"""The request for support as an Excel workbook: written, filled in elsewhere, read back, compared."""
