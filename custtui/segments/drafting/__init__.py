"""Drafts of rules: their steps, what they would do, and the numbers and texts that are typed."""
