"""What the pages of sellers show, made ready for their templates."""
