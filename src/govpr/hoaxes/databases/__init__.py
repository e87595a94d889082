"""Hoax databases: what one is, and one file for each."""
