"""What customers of a shop see of this house themselves: today the page on which they confirm a consent."""
