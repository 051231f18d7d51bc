"""Rules as files that a person reads and edits: TOML out, TOML in, checked with line and reason."""
