#!/usr/bin/env bash
# Draw the pictures of README anew: a chart, and a page as a browser shows it.
set -euo pipefail
cd "$(dirname "$0")/.."
caucasus-data chart memberships docs/pictures/seats.svg --organization CSTO
chromium --headless --no-sandbox --hide-scrollbars --window-size=1000,1180 --virtual-time-budget=4000 \
  --screenshot="$PWD/docs/pictures/page.png" "file://$(caucasus-data browse --no-open | sed 's/index.html$//')events/evt-2020-ceasefire-statement/index.html"
