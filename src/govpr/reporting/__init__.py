"""What a campaign became: counts, reach, hoaxes stopped, answers in time; as HTML, JSON and CSV."""

from govpr.reporting.report import Report
from govpr.reporting.summary import summarise
from govpr.reporting.write import write_csv, write_html, write_json

__all__ = ["Report", "summarise", "write_csv", "write_html", "write_json"]
