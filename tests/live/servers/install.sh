#!/bin/sh
# Installs what the live tests boot: a Bluesky PDS with its PLC directory (npm), and a mock of Mastodon (PyPI).
# Needs node, npm, a C++ compiler (better-sqlite3 is compiled) and python3; takes some minutes. Doing it again changes nothing.
# They go to $GOVPR_SERVERS, or to a folder of the user's cache.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${GOVPR_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/govpr-servers}
atproto="$root/npm/atproto"
mastodon="$root/py/mastodon"

works() { (cd "$atproto" && node -e 'new (require("better-sqlite3"))(":memory:"); require("@atproto/dev-env")') >/dev/null 2>&1; }

mkdir -p "$atproto"
if ! works; then
    [ -f "$atproto/package.json" ] || printf '{"name": "govpr-live", "private": true}\n' >"$atproto/package.json"
    cd "$atproto"
    npm install --no-audit --no-fund @atproto/dev-env@0.3 @atproto/pds@0.4 better-sqlite3
    # Newer npm asks before it runs a package's own build; older npm has built it by now.
    npm install-scripts approve better-sqlite3 sharp >/dev/null 2>&1 || true
    works || npm rebuild better-sqlite3 sharp
    works || { echo "the PDS does not load; look at npm's messages above" >&2; exit 1; }
fi

if ! [ -x "$mastodon/bin/mastodon_mock" ]; then
    python3 -m venv "$mastodon"
    "$mastodon/bin/pip" install --quiet mastodon-mock Mastodon.py
fi
echo "installed in $root; run the tests of this folder's parent with: pytest -m live"
