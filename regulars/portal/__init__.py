"""What customers of a shop see of this house themselves: they confirm a consent, fill in forms, write reviews."""
