"""WooCommerce: signed webhooks, and what its REST API still holds."""
