"""Every verb that a newcomer tries, once: run with `-W error`, so that a warning of any library is a failure."""

from pathlib import Path
from tempfile import TemporaryDirectory

import caucasus_data as cd
from caucasus_data.analysis.network import KINDS
from caucasus_data.export import FORMATS

for table in cd.tables():
    cd.load(table)
    if table in cd.tables("0.2.0"):
        cd.load(table, as_of="2023-09-19", version="0.2.0")
    cd.codebook(table)
    cd.codebook(table, as_frame=True)
if faults := [finding for finding in cd.validate() if finding.severity == "error"]:
    raise SystemExit(f"the packaged tables have faults: {faults[0]}")
cd.load("events", actor="Yerevan", since="2024", where={"domain": "energy"})
cd.find("Пашинян")
cd.resolve("Tiflis")
for kind in KINDS:
    cd.panel(kind, by="year")
cd.chart("memberships", actor="armenia")
cd.chart("map")
cited = cd.cite("evt-2020-ceasefire-statement", version="0.1.0")
cd.verify(cited.statement, "evt-2020-ceasefire-statement")
cd.diff("0.1.0", "0.2.0")
cd.history("evt-2020-ceasefire-statement")
with TemporaryDirectory() as folder:
    for kind in KINDS:
        cd.network(kind, as_of="2023-09-19")
    for form in FORMATS:
        cd.export(form, Path(folder) / form)
