"""The workspace: circles, stores, branches, accounts, staff and what each may do.

In: names, roles, keys. Out: `Staff` and `ApiKey`, through which everything else is fetched.
"""
