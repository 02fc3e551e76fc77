"""The people worth contacting today, and one's own tasks."""
