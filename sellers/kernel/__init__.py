"""The ledger of a store: how it is loaded, changed and saved."""
