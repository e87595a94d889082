"""Fuzz the readers with atheris (coverage-guided, libFuzzer): `python tests/fuzz/fuzz_readers.py jsonld -runs=100000`.

The first argument names a body of `bodies.py`, the others go to libFuzzer (https://llvm.org/docs/LibFuzzer.html). What
it finds becomes a test of its own before it is mended. `pip install atheris` brings it, on Linux and macOS.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["govpr", "json", "csv"]):
    from tests.fuzz.bodies import BODIES, SEEDS, offline


def main(name: str, arguments: list[str]) -> None:
    """Runs until libFuzzer ends the process."""
    body = BODIES[name]

    def once(data: bytes) -> None:
        with offline():
            body(data)

    with TemporaryDirectory() as corpus:
        for place, seed in enumerate(SEEDS[name]):
            Path(corpus, str(place)).write_bytes(seed)
        atheris.Setup([sys.argv[0], corpus, *arguments], once)
        atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in BODIES:
        sys.exit(f"{__doc__}\nBodies: {', '.join(BODIES)}")
    main(sys.argv[1], sys.argv[2:])
