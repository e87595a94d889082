"""The group of commands."""

from cyclopts import App

from govpr.cli.options import examples

app = App(name="desk", help_epilogue=examples("govpr hoax desk list"))
