"""Rules of a store's standing that ask no database and no clock."""
