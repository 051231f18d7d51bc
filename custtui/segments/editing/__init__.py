"""Changing rules part by part: every step takes a sound rule and gives a new one."""
