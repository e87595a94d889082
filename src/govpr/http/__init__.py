"""Calls, replies and flows; the drivers, sessions and clients that carry them."""
