"""What the platform does: its admin, its rulings, and its regular work."""
