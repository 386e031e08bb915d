"""The pages of the seller dashboard that are not about one case."""
