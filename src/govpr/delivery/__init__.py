"""The outbox: what was approved goes out once, whatever happens in between."""
