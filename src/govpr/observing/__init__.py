"""What a workspace shows of its work: spans, figures and their metrics, and notices to addresses of one's own."""
