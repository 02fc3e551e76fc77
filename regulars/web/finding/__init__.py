"""The address by which any other tool opens a person or an order here."""
