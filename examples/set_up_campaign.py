"""Set up a campaign unattended, from files to a newsroom.

    python examples/set_up_campaign.py FOLDER

The files are in `examples/siaga-banjir`. Run it as often as you like: the second run publishes nothing again.
"""

import sys
from pathlib import Path

from govpr import GovprError, Workspace
from govpr.models import Severity

HERE = Path(__file__).parent
FILES = HERE / "siaga-banjir"


def main(folder: Path) -> int:
    """Do it; 1 says that a person has to look, 2 that something in the files is wrong."""
    try:
        return set_up(folder)
    except GovprError as error:
        print(error, file=sys.stderr)
        return 2


def set_up(folder: Path) -> int:
    with Workspace.init(folder, agency=FILES / "agency.toml") as workspace:
        workspace.officers.load(FILES / "officers.csv")
        workspace.hoaxes.load(HERE / "hoaxes.csv")

        plan = workspace.plan(workspace.campaigns.load(FILES / "campaign.toml"))
        for finding in plan.findings:
            print(f"{finding.severity}: {finding.message} [{finding.code}]; {finding.advice}")
        if any(finding.severity is Severity.ERROR for finding in plan.findings):
            return 1

        approved = workspace.approve(plan, by="joko", note="read by Joko on paper")
        outcome = workspace.deliver()
        report = workspace.write_report(plan.campaign)

    print(f"approved now: {len(approved.posts)}, sent now: {len(outcome.sent)}")
    print(f"held: {len(outcome.held)}, need a person: {len(outcome.troubled)}")
    print(f"newsroom: {folder / 'newsroom' / 'site' / 'index.html'}")
    print(f"report: {report[0]}")
    return 1 if outcome.troubled else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "siaga-banjir")))
