"""One small file per platform: what it accepts, and the conversations that it knows."""
