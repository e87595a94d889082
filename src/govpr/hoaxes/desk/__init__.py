"""The hoax desk: what comes in, what is urgent, who takes it, what is answered: pure decisions."""
