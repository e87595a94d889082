"""`workspace.desk`: the hoax desk."""

from govpr.workspace.desk.desk import Desk

__all__ = ["Desk"]
