"""Post what the check of contributed rows says as a comment on the pull request, or renew the comment that is there.

This runs with the right to write, on text that strangers may have shaped. The report is read where it lies in its
archive, within bounds; and as a pull request can bring its own version of the workflow that writes it, one that touches
`.github` gets no comment.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
import zlib
from typing import Final

from forge import AUTHOR, cut, gh, pages, send

ARTIFACT: Final = "contributed-rows"
MARK: Final = "<!-- contributed-rows -->"
LARGEST_ARCHIVE: Final = 20_000_000
LARGEST_TEXT: Final = 1_000_000
MOST_FILES: Final = 3_000
"""GitHub lists no more files of a pull request; what it leaves out could be anything."""


class RefusedError(Exception):
    """There is nothing to post, or it is not to be posted."""


def main() -> None:
    repository, run, commit = (os.environ[name] for name in ("GITHUB_REPOSITORY", "JUDGED_RUN", "JUDGED_COMMIT"))
    try:
        number, text = _report(f"repos/{repository}/actions/runs/{run}/artifacts")
        _check(f"repos/{repository}/pulls/{number}", commit)
    except RefusedError as reason:
        print(f"::warning::no comment: {reason}")
        return
    address = f"{os.environ['GITHUB_SERVER_URL']}/{repository}/actions/runs/{run}"
    body = f"{MARK}\n{cut(text)}\n\nJudged at {commit}; [the run]({address}) has the findings in full.\n"
    issue = f"repos/{repository}/issues/{number}/comments"
    own = [c for c in pages(issue) if c["user"]["login"] == AUTHOR and c["body"].startswith(MARK)]
    place = ("PATCH", f"repos/{repository}/issues/comments/{own[0]['id']}") if own else ("POST", issue)
    send(*place, body=body)


def _report(artifacts: str) -> tuple[str, str]:
    """The number and the text that the check handed over."""
    listed = [a for page in pages(f"{artifacts}?name={ARTIFACT}") for a in page["artifacts"]]
    if not listed:
        raise RefusedError("the check handed over no report")
    if listed[0]["size_in_bytes"] > LARGEST_ARCHIVE:
        raise RefusedError("the report is too large")
    repository = artifacts.partition("/actions/")[0]
    content = gh(f"{repository}/actions/artifacts/{int(listed[0]['id'])}/zip")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            number, text = (_member(archive, name) for name in ("number", "comment.md"))
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError) as error:
        raise RefusedError("the report is not of its form") from error
    if not re.fullmatch(r"[1-9][0-9]{0,9}\n?", number, flags=re.ASCII):
        raise RefusedError("the report does not name a pull request")
    return number.strip(), text


def _member(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > LARGEST_TEXT:
        raise RefusedError("the report is too large")
    return archive.read(name).decode("utf-8", "replace")


def _check(pull: str, commit: str) -> None:
    """That the pull request is the one that was judged, and did not shape what the check says."""
    told = json.loads(gh(pull))
    if told["head"]["sha"] != commit:
        raise RefusedError("the pull request has another commit than the one that was judged")
    if told["changed_files"] > MOST_FILES:
        raise RefusedError("the pull request changes too many files to look through")
    names = [name for f in pages(f"{pull}/files") for name in (f["filename"], f.get("previous_filename", ""))]
    if any(name.startswith(".github/") for name in names):
        raise RefusedError("the pull request changes the workflows, so the report may be its own")


if __name__ == "__main__":
    main()
