"""One encrypted file of a whole installation: out of a home and its database, and back into them.

The file is an age-encrypted tar, so that `age` and `tar` can open it when nothing else is left. Members, in
this order: `head.json`; the files of the home; the dump of the database in parts; `manifest.json` with a
digest of each. The lake is listed before the dump begins, so a restored lake is never ahead of its database.
"""
