"""The rules as pure functions: they take the time and the numbers, and touch nothing."""
