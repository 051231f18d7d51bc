"""Backups, made, thinned, and put back in the place of the book."""
