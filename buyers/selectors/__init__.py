"""What the buyer's pages read."""
