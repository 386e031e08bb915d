"""What the pages of sellers read."""
