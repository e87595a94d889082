"""Measurements that are worth repeating: `python -m benchmarks NAME [--quick] [--json]`."""
