"""The pages of the arbitrators' workspace that the stock admin does not have."""
