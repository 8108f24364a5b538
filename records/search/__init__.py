"""Finding records: words and choices in, record numbers and counts out."""
