"""python -m benchmarks NAME [--quick] [--json]

Runs one measurement on the folder of shared data (GOVPR_SHARED, else ../shared beside the project), prints its figures.
"""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path


def main() -> int:
    names = sorted(
        module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name[0] != "_"
    )
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "name",
        choices=[
            name for name in names if name not in ("data", "large", "meaning", "peers", "pools", "scale", "training")
        ],
    )
    parser.add_argument("--quick", action="store_true", help="a part of the data, for a first look")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    chosen, rest = parser.parse_known_args()
    module = importlib.import_module(f"benchmarks.{chosen.name}")
    more = {"chosen": module.options().parse_args(rest)} if hasattr(module, "options") else {}
    if rest and not more:
        parser.error(f"{chosen.name} does not take {' '.join(rest)}")
    figures = module.run(quick=chosen.quick, **more)
    if chosen.json:
        print(json.dumps(figures, ensure_ascii=False))
    elif hasattr(module, "table"):
        print("\n".join(module.table(figures)))
    else:
        print("\n".join(f"{name:44} {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
