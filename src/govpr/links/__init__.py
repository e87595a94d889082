"""Links in posts: tagged for counting, checked before they go out, shortened, and shown with what they lead to."""
