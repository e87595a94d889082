"""Check one message for hoaxes.

    python examples/check_message.py FOLDER "Bansos cair hari ini, cek NIK Anda" [FACTCHECKS...]

FOLDER keeps the hoax database between runs. FACTCHECKS are files in JSON lines, CSV or ClaimReview JSON-LD;
without any, a handful of examples is loaded.
"""

import sys
from pathlib import Path

from govpr import GovprError, Workspace

EXAMPLES = Path(__file__).parent / "hoaxes.csv"


def main(folder: Path, message: str, files: list[Path]) -> int:
    """Say what is known; 1 means that the message repeats a claim that was checked."""
    try:
        with Workspace.init(folder) as workspace:
            workspace.hoaxes.load(*(files or [EXAMPLES]))
            match = workspace.hoaxes.check(message)
    except GovprError as error:
        print(error, file=sys.stderr)
        return 2
    print(match)
    if match.evidence:
        print("shared words:", ", ".join(match.evidence))
    return int(match.decision == "same")


if __name__ == "__main__":
    if len(sys.argv) < 3:  # noqa: PLR2004  (a folder and a message)
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], [Path(name) for name in sys.argv[3:]]))
