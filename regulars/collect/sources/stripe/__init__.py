"""Stripe: payments, refunds and disputes by signed webhooks."""
