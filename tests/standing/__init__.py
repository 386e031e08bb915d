"""Random histories of a store's standing: laws that hold whatever happens, and in which order."""
