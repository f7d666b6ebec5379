"""The appointment summary as files: PDF and picture (Typst) and plain text."""
