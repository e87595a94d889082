"""What sends an account's calls: the newsroom's folder, or a client with the account's session."""
