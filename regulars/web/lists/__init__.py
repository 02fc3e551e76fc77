"""Lists of any kind: columns, filters, order, saved views, choosing of rows, and acts on many.

An area describes its list once, as a `Listing`; what was asked for comes back as `Asked`, typed and checked. The area
finds the rows and hands them over as `Row`s; everything else is done here, the same for customers, orders and products.
"""
