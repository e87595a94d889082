"""govpr: the Python SDK for government public communication."""
