"""How the site is configured, started, checked and served."""
