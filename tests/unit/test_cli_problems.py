"""Exit codes and problem details: what scripts react to."""

import json
from pathlib import Path

import pytest

from govpr import errors
from govpr.cli import main
from govpr.cli.problems import exit_code, problem_details, show_error
from govpr.errors import Problem

WRONG = (Problem("officers[2].unit", "is 'x'", "write humas", line=3), Problem("officers[4].id", "is missing", line=5))

CASES = [
    (errors.InvalidFile(WRONG, "officers.csv"), 2, "urn:govpr:error:invalid-file"),
    (errors.InvalidValue("Officer.id", "is empty"), 2, "urn:govpr:error:invalid-value"),
    (errors.NotAllowed("approval.own-work", "no", "ask"), 3, "urn:govpr:error:not-allowed"),
    (errors.NotFound("campaign", "x", ["y"]), 4, "urn:govpr:error:not-found"),
    (errors.StoreError("gone"), 5, "urn:govpr:error:store-error"),
    (errors.Unreachable("no answer", where="mastodon"), 5, "urn:govpr:error:unreachable"),
    (PermissionError("not yours"), 5, "urn:govpr:error:permission-error"),
]


@pytest.mark.parametrize(("error", "code", "kind"), CASES, ids=lambda value: type(value).__name__)
def test_each_error_has_its_exit_code_and_its_type(error: Exception, code: int, kind: str) -> None:
    details = problem_details(error)
    assert exit_code(error) == details["exit"] == code
    assert details["type"] == kind
    assert details["title"]
    assert details["detail"] == str(error)


def test_trouble_with_a_file_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as caught:
        (tmp_path / "tiada").read_bytes()
    assert problem_details(caught.value)["detail"] == f"{tmp_path / 'tiada'}: No such file or directory"


def test_all_problems_of_a_file_are_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_error(errors.InvalidFile(WRONG, "officers.csv"), as_json=False) == 2
    told = capsys.readouterr().err
    assert "officers.csv: 2 problems, nothing was taken over" in told
    assert "line 3: officers[2].unit is 'x'; write humas" in told
    assert "line 5: officers[4].id is missing" in told


def test_problems_keep_their_parts_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_error(errors.InvalidFile(WRONG, "officers.csv"), as_json=True) == 2
    details = json.loads(capsys.readouterr().err)
    assert details["subject"] == "officers.csv"
    assert details["problems"][0] == {
        "path": "officers[2].unit",
        "message": "is 'x'",
        "advice": "write humas",
        "line": 3,
    }


@pytest.mark.parametrize(
    "tokens",
    [["reprot"], ["plan"], ["plan", "a", "--no-such-option"], ["campaign", "schema", "nothing"], ["hoax", "check"]],
)
@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_wrong_usage_is_2_and_says_where_help_is(
    tokens: list[str], extra: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*tokens, *extra]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--help" in (json.loads(err)["detail"] if extra else err)


def test_top_is_bounded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hoax", "check", "kabar", "--top", "0"]) == 2
    assert "--top" in capsys.readouterr().err


def test_control_c_is_130_and_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdout.write", interrupted)
    assert main(["officers", "template"]) == 130
    assert capsys.readouterr().err == ""


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip()
