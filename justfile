# The front door for contributors; `just` alone lists what there is.

bin := ".venv/bin"

_list:
    @just --list

# Make .venv with everything that the checks need.
setup:
    python3 -m venv .venv
    {{bin}}/pip install --quiet -c constraints.txt -e ".[dev]"

# The test suite; arguments go to pytest.
test *args:
    {{bin}}/pytest {{args}}

# Style, format, and the floor contract.
lint:
    {{bin}}/ruff check .
    {{bin}}/ruff format --check .
    {{bin}}/lint-imports

# Types: all of it with mypy, the public API as users type it with pyright.
types:
    {{bin}}/mypy
    {{bin}}/pyright

# Build the documentation; any warning is an error.
docs:
    {{bin}}/mkdocs build --strict

# Read the documentation while writing it.
docs-live:
    {{bin}}/mkdocs serve

# Write the tables of platform limits anew, from the platforms' rules.
limits:
    {{bin}}/python -m tests.docs.limits_table

# Measure.
bench *args:
    {{bin}}/python -m benchmarks {{args}}

# Fuzz the readers, each for some seconds: atheris (pip install atheris) finds what nobody thought of. Meant for the night.
fuzz seconds="600":
    for body in `{{bin}}/python -c "from tests.fuzz.bodies import BODIES; print(*BODIES)"`; do \
        {{bin}}/python tests/fuzz/fuzz_readers.py $body -max_total_time={{seconds}} -max_len=4000 -timeout=20 || exit 1; \
    done

# Everything that must pass before a change is merged.
ci:
    .ci/run

# The whole way of a campaign, offline.
demo *args:
    {{bin}}/govpr demo {{args}}
