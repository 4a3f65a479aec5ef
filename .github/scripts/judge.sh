#!/usr/bin/env bash
# Judge tables: the first findings as annotations, all that fit as the summary of the step.
#   judge.sh [--strict] -- PATH...
set -euo pipefail

status=0
caucasus-data validate --format github "$@" || status=$?
if [ "$status" = 2 ]; then # it cannot run, and says why in one line, which is shown as code
  {
    printf '### The rows could not be judged\n\n'
    caucasus-data validate "$@" 2>&1 | sed 's/^/    /' || true
  } >> "$GITHUB_STEP_SUMMARY"
else
  caucasus-data validate --format markdown "$@" >> "$GITHUB_STEP_SUMMARY" || true
fi
exit "$status"
