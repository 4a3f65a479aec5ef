"""What the distribution takes from the package itself: links for its metadata, and the tables for the wheel."""

import json
import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class Links(MetadataHookInterface):
    """The links of the project, where it has an address."""

    def update(self, metadata: dict[str, object]) -> None:
        text = Path(self.root, "src/caucasus_data/model/package.py").read_text(encoding="utf-8")
        address = re.findall(r'^REPOSITORY: Final = "(.*)"', text, re.MULTILINE)[0]
        pages = {"Repository": "", "Issues": "/issues", "Changelog": "/blob/main/CHANGELOG.md"}
        metadata["urls"] = {name: f"{address}{path}" for name, path in pages.items()} if address else {}


class Tables(BuildHookInterface[Any]):
    """The files that the descriptor and the checksum file name, and nothing else that may lie beside them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # which finds them in the checkout
            return
        root, sums = Path(self.root), "data/releases/SHA256SUMS"
        described = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        paths = {
            "datapackage.json",
            "schemas/vocabularies.json",
            *(r[part] for r in described for part in ("path", "schema")),
        }
        if (root / sums).is_file():
            lines = (root / sums).read_text(encoding="utf-8").splitlines()
            paths |= {sums, *(f"data/releases/{line.split()[1]}" for line in lines)}
        build_data["force_include"] |= {str(root / path): f"caucasus_data/_bundle/{path}" for path in sorted(paths)}
