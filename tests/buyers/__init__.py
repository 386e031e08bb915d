"""What buyers do: applying for a refund, and their own lists."""
