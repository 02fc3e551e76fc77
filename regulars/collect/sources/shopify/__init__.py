"""Shopify: signed webhooks, and what the Admin API (GraphQL) still holds."""
