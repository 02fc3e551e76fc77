"""Settings: own account, stores, team, API keys. Passwords, second steps and sessions are allauth's pages."""
