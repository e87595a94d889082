"""Everything that a workspace searches with is the model that its settings name."""

from pathlib import Path

import pytest
from tests.office import Office

from govpr.errors import InputError

NAMED = '\n[matching]\nmodel = "package:no_such_thing"\n'


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.found().close()
    (settings,) = tmp_path.rglob("govpr.toml")
    settings.write_text(settings.read_text("utf-8") + NAMED, "utf-8")
    return office


def test_planning_screens_posts_with_it(office: Office) -> None:
    with office.open() as ws, pytest.raises(InputError, match="no_such_thing"):
        ws.plan(office.campaign(ws))


def test_the_desk_looks_reports_up_with_it(office: Office) -> None:
    with office.open() as ws, pytest.raises(InputError, match="no_such_thing"):
        ws.desk.report("the bank is closed for a month", channel="hotline")
