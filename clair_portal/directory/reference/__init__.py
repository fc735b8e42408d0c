"""The reference data: reading its files, checking every row, naming what a row becomes. No database in here."""
