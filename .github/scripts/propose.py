"""Open a pull request with the tables that a form changes, or renew it; or say in the issue why there is none.

This runs with the right to write, on files that strangers may have shaped: their names are held against those that
there are, and their bytes are handed on unread.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, Final

from forge import AUTHOR, cut, gh, pages, send

MARK: Final = "<!-- proposal -->"
LARGEST: Final = 20_000_000


def main() -> None:
    repository, number = os.environ["GITHUB_REPOSITORY"], os.environ["NUMBER"]
    report, root = Path(sys.argv[1]), f"repos/{os.environ['GITHUB_REPOSITORY']}"
    text = (report / "comment.md").read_text(encoding="utf-8", errors="replace")
    changed = sorted((report / "data").glob("*.csv")) if (report / "data").is_dir() else []
    if changed:
        text = (
            f"{cut(text)}\n\n[The change]({_pull(root, number, changed, text)}) is for a second reader to look through."
        )
    issue = f"{root}/issues/{number}/comments"
    own = [c for c in pages(issue) if c["user"]["login"] == AUTHOR and c["body"].startswith(MARK)]
    place = ("PATCH", f"repos/{repository}/issues/comments/{own[0]['id']}") if own else ("POST", issue)
    send(*place, body=f"{MARK}\n{cut(text)}\n")


def _pull(root: str, number: str, changed: list[Path], text: str) -> str:
    """The address of the pull request with the tables, on one commit above the one that was judged."""
    base = os.environ["BASE"]
    there = {entry["path"] for entry in _get(f"{root}/git/trees/{base}:data")["tree"]}
    tree = []
    for path in changed:
        if path.is_symlink() or path.name not in there or not re.fullmatch(r"[a-z]+\.csv", path.name):
            raise SystemExit(f"{path.name!r} is no table of this repository")
        if path.stat().st_size > LARGEST:
            raise SystemExit(f"{path.name} is too large")
        content = base64.b64encode(path.read_bytes()).decode()
        blob = _post(f"{root}/git/blobs", content=content, encoding="base64")["sha"]
        tree.append({"path": f"data/{path.name}", "mode": "100644", "type": "blob", "sha": blob})
    made = _post(f"{root}/git/trees", base_tree=_get(f"{root}/git/commits/{base}")["tree"]["sha"], tree=tree)["sha"]
    commit = _post(f"{root}/git/commits", message=f"Rows of issue {number}", tree=made, parents=[base])["sha"]
    branch = f"issue-{number}"
    if _get(f"{root}/git/matching-refs/heads/{branch}"):
        _post(f"{root}/git/refs/heads/{branch}", "PATCH", sha=commit, force=True)
    else:
        _post(f"{root}/git/refs", ref=f"refs/heads/{branch}", sha=commit)
    owner = root.split("/")[1]
    open_ones = pages(f"{root}/pulls?state=open&head={owner}:{branch}")
    if open_ones:
        return str(open_ones[0]["html_url"])
    body = f"{cut(text)}\n\nMade of the form in #{number}; closes #{number}.\n"
    title, into = f"Rows of issue {number}", os.environ["BRANCH"]
    return str(_post(f"{root}/pulls", title=title, head=branch, base=into, body=body)["html_url"])


def _get(path: str) -> Any:
    return json.loads(gh(path))


def _post(path: str, method: str = "POST", **fields: Any) -> Any:
    return json.loads(gh("--method", method, path, "--input", "-", told=json.dumps(fields).encode()))


if __name__ == "__main__":
    main()
