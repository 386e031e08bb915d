"""What a buyer's own pages change besides the case itself."""
