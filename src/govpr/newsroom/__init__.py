"""The agency's newsroom: a static site with feeds, built from a folder of published items."""

from govpr.newsroom.folder import BuildSummary, NewsroomFolder
from govpr.newsroom.items import Item, Picture, Site

__all__ = ["BuildSummary", "Item", "NewsroomFolder", "Picture", "Site"]
