"""What workers do with the ledgers by themselves."""
