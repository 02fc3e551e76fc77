"""Find anything from anywhere: the palette, the page of results, and what one has looked at lately."""
