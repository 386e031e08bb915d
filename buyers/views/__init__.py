"""The buyer's pages: orders, cases, and the form to apply for a refund in steps."""
