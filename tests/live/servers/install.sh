#!/bin/sh
# Installs what the live tests boot: a Bluesky PDS with its PLC directory (npm), a mock of Mastodon and the homeserver
# Synapse (PyPI), and WordPress with MariaDB and PHP (packages of Debian, where this runs as root).
# Needs node, npm, a C++ compiler (better-sqlite3 is compiled) and python3; takes some minutes. Doing it again changes nothing.
# They go to $GOVPR_SERVERS, or to a folder of the user's cache.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${GOVPR_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/govpr-servers}
atproto="$root/npm/atproto"
mastodon="$root/py/mastodon"
synapse="$root/py/synapse"

works() { (cd "$atproto" && node -e 'new (require("better-sqlite3"))(":memory:"); require("@atproto/dev-env")') >/dev/null 2>&1; }

has_wordpress() { [ -d /usr/share/wordpress ] && PATH="$PATH:/usr/sbin" command -v mariadbd && php -m | grep -qx mysqli; } >/dev/null 2>&1

if ! has_wordpress; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            wordpress mariadb-server php-cli php-mysql php-curl php-xml php-mbstring || true
    fi
    has_wordpress || echo "WordPress is not installed: install wordpress, mariadb-server, php-cli and php-mysql" >&2
fi

# The AppView of Bluesky, which counts likes, needs PostgreSQL and Redis besides.
has_stores() { command -v redis-server && { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }; } >/dev/null 2>&1

if ! has_stores; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql redis-server || true
    fi
    has_stores || echo "the AppView is not tested: install postgresql and redis-server" >&2
fi

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

if ! [ -x "$synapse/bin/register_new_matrix_user" ]; then
    python3 -m venv "$synapse"
    "$synapse/bin/pip" install --quiet matrix-synapse
fi
echo "installed in $root; run the tests of this folder's parent with: pytest -m live"
