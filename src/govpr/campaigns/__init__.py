"""Campaign files, and what makes posts of them: reading, sharing out, scheduling, checking, comparing."""
