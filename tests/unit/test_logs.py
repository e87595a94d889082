"""Events go where the program's logging goes, and nowhere else."""

import pytest

from govpr.errors import Unreachable
from govpr.hoaxes.federation.sources import trouble


def test_a_defect_of_a_database_is_an_event_and_no_line_of_output(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trouble(ValueError("19 dokumen"), "cek") == "its adapter failed with ValueError"
    assert trouble(Unreachable("it cannot be reached", status=503), "cek") == "it cannot be reached (503)"
    assert [(record.name, record.getMessage()) for record in caplog.records] == [("govpr.hoaxes", "adapter.failed")]
    assert "dokumen" not in str(vars(caplog.records[0]))
    assert capsys.readouterr() == ("", "")
