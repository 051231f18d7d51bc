"""Backups, seen: where they lie, what their names say, whether there is a fresh one."""
