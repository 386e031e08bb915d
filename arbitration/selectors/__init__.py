"""What the pages of the workspace read."""
