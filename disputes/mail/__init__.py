"""Mails: what one says, how it is written, and how it reaches the mail server."""
