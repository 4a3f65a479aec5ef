"""What the metadata of the distribution takes from the package itself."""

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Links(MetadataHookInterface):
    """The links of the project, where it has an address."""

    def update(self, metadata: dict[str, object]) -> None:
        text = Path(self.root, "src/caucasus_data/model/package.py").read_text(encoding="utf-8")
        address = re.findall(r'^REPOSITORY: Final = "(.*)"', text, re.MULTILINE)[0]
        pages = {"Repository": "", "Issues": "/issues", "Changelog": "/blob/main/CHANGELOG.md"}
        metadata["urls"] = {name: f"{address}{path}" for name, path in pages.items()} if address else {}
