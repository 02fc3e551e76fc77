"""The ways in: first run, log-in, one-time links; and the choices that need no account."""
