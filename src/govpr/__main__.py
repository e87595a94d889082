"""`python -m govpr` is the command line too."""

import sys

from govpr.cli import main

if __name__ == "__main__":
    sys.exit(main())
