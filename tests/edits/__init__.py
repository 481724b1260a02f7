"""What is edited by hand in a schedule workbook."""
