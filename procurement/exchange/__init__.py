"""Files in and out: round folders, rulebooks, workbooks, documents, open data."""
