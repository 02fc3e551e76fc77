"""Bring in what shops have: files now, connectors and sites later.

In come exports of orders, customers, products and costs; out go staging tables of one shape for `commerce` and
`identity` to merge, rejected rows with their reasons, and control totals. Stands on base only; `reading` is pure.
"""
