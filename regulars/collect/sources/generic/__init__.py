"""Whatever has no folder of its own: signed webhooks with a mapping, a folder of files, and queries by the clock."""
