#!/usr/bin/env bash
# Judge the rows of a pull request and tell what they change: annotations, the summary of the step, and a folder with
# the same text for a comment, the number of the pull request and the findings for programs.
#   NUMBER=… report.sh BASE_DATA DATA REPORT
set -euo pipefail

base=$1 rows=$2 report=$3
mkdir -p "$report"
printf '%s\n' "$NUMBER" > "$report/number"

status=0
GITHUB_STEP_SUMMARY=$report/comment.md "$(dirname "$0")/judge.sh" -- "$rows" || status=$?
{
  echo
  caucasus-data changes "$base" "$rows" --readers "$base/../.github/readers.csv" || status=$?
} >> "$report/comment.md"
cat "$report/comment.md" >> "$GITHUB_STEP_SUMMARY"
for format in json sarif; do
  caucasus-data validate "$rows" --format "$format" > "$report/findings.$format" 2> /dev/null || true
done
exit "$status"
