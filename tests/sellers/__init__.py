"""What stores see and do, and the ledger of their points."""
