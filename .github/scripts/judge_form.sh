#!/usr/bin/env bash
# Make rows of a form and judge them: a text for people, and where there are no faults the tables that change.
#   BODY=… FILLED=2026-11-29T… judge_form.sh DATA REPORT
set -euo pipefail

data=$1 report=$2
printf '%s\n' "$BODY" > "$RUNNER_TEMP/form.md"
cp -r "$data" "$RUNNER_TEMP/before"

status=0
told=$(caucasus-data issue "$RUNNER_TEMP/form.md" --into "$data" --on "${FILLED%%T*}" 2> "$RUNNER_TEMP/error") || status=$?
if [ "$status" = 2 ] && grep --quiet 'headings of no form' "$RUNNER_TEMP/error"; then
  exit 0 # an issue of another kind
fi
mkdir -p "$report/data"
echo "form=yes" >> "$GITHUB_OUTPUT"
{
  if [ "$status" = 2 ]; then # shown as code: it may quote what was filled in
    printf '### The form could not be read\n\n'
    sed 's/^/    /' "$RUNNER_TEMP/error"
  else
    printf '%s\n' "$told"
  fi
  if [ "$status" = 0 ]; then
    echo
    caucasus-data changes "$RUNNER_TEMP/before" "$data" --readers .github/readers.csv
    for table in "$data"/*.csv; do
      cmp --silent "$table" "$RUNNER_TEMP/before/${table##*/}" || cp "$table" "$report/data/"
    done
  fi
} > "$report/comment.md"
cat "$report/comment.md" >> "$GITHUB_STEP_SUMMARY"
