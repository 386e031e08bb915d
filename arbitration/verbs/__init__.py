"""What people of the platform do: each verb of a case with its declaration above it."""
