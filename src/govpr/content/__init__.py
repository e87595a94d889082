"""What is posted: composing, counting, checking and comparing texts, by the rules of each platform."""
