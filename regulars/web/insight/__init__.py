"""What the store's history teaches: each page answers one question in words, then shows the picture and the table."""
