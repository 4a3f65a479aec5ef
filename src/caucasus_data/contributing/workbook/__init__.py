"""Rows by way of a spreadsheet: a workbook with words and ids to choose from, and its rows taken back."""
