"""Tell in one issue which sources lead nowhere: open it, renew it, and close it once all lead somewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from forge import AUTHOR, cut, pages, send

MARK: Final = "<!-- links -->"
TITLE: Final = "Sources whose address leads nowhere"


def main() -> None:
    repository, run = os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_RUN_ID"]
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    address = f"{os.environ['GITHUB_SERVER_URL']}/{repository}/actions/runs/{run}"
    more = f"[The run]({address}) has the report in full; `caucasus-data sources archive` looks for copies."
    body = f"{MARK}\n{cut(text)}\n\n{more}\n"
    issues = f"repos/{repository}/issues"
    listed = pages(f"{issues}?state=open&creator={AUTHOR}")
    own = [i["number"] for i in listed if i["user"]["login"] == AUTHOR and (i["body"] or "").startswith(MARK)]
    lost = not text.startswith("### 0 ")
    if own:
        send("PATCH", f"{issues}/{min(own)}", body=body, state="open" if lost else "closed")
    elif lost:
        send("POST", issues, title=TITLE, body=body)


if __name__ == "__main__":
    main()
