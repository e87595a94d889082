"""Requests held against what services publish about themselves: OpenAPI, Telegram's JSON, Google's discovery."""
