"""The verbs of a store's standing."""
