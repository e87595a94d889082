"""The methods of `Workspace` about the agency that it belongs to."""

from pathlib import Path

from govpr.campaigns.agency_file import AgencyFile
from govpr.models import Agency
from govpr.workspace.methods.opened import Opened
from govpr.workspace.opening import take_over_agency


def load_agency(self: Opened, file: AgencyFile | Path | str) -> Agency:
    """Take over the agency and its official accounts; loading it again replaces them.

    Raises:
        InvalidFile: Lists everything that is wrong with the file.
    """
    return take_over_agency(self._context, file)


def agency(self: Opened) -> Agency:
    """The agency that the workspace belongs to.

    Raises:
        NotFound: None was loaded yet.
    """
    return self._context.agency()
