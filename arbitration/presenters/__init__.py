"""What the pages of the workspace show, made ready for their templates."""
