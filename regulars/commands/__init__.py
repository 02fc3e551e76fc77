"""The commands of `regulars`, one file each; `regulars/__main__.py` lists them."""
