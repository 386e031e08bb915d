"""Standing in words, for sellers and for the platform."""
