"""What sellers fill in."""
