"""What wakes workers. The outbox says what is to be done; an engine only says when somebody looks.

An engine of your own is one small file: a class as `govpr.engines.protocol.Engine` says, an entry point in
`govpr.engines`, and `engine = "NAME"` under `[store]` in `govpr.toml`.
"""
