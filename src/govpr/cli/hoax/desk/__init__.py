"""`govpr hoax desk`: what was reported, who works on it, what is answered."""

from govpr.cli.hoax.desk import answers, board, orders, speaking
from govpr.cli.hoax.desk.group import app

__all__ = ["answers", "app", "board", "orders", "speaking"]
