"""Consent, disclosure, approval, confirmation, sameness and the audit log: rules that work, not advice."""
