"""What visitors of a shop get from us: the tag that a shop puts on its pages."""
