"""Reviews of products: looked through, published, hidden, answered, brought in from a file."""
