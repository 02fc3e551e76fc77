"""What one member of staff should know: the bell."""
