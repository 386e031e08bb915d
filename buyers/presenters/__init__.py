"""What the pages of buyers show, made ready for their templates."""
