"""The forms, surveys and reviews of this house, as a source like any other."""
