"""What workers do when a clock runs out, and when a case is old."""
