"""Short links: one small flow file for each kind of server, found by entry point in `govpr.shorteners`."""
