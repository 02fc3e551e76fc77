"""What people are asked on pages of this house or inside those of a shop: forms, surveys, reviews, wishes."""
