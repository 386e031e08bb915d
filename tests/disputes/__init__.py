"""The core: disputes, their evidence and history, files, the outbox and signing in."""
