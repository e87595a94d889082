"""Pictures: has this one been checked before? Needs the extra `images`: `pip install govpr[images]`."""
