"""What services send by themselves: whether it is from them, and what it says. No server is here, and nothing kept."""
