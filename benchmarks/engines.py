"""The referees that are compared: `python -m benchmarks.engines NAME PATH` runs one, and prints the places of faults.

A place is the number of a line (or of a record, which may take several), and the column; none where the engine names
none. Each imports what it needs and no more, for its whole process is timed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

Place = tuple[int, str]


def pyarrow(path: Path) -> Iterator[Place]:
    """The floor: the file, or those of a folder, as columns of text, and no judgement."""
    import pyarrow as pa
    from pyarrow import csv

    parsing = csv.ParseOptions(newlines_in_values=True, invalid_row_handler=lambda _: "skip")
    for table in [path] if path.is_file() else sorted(path.glob("*.csv")):
        with table.open(encoding="utf-8") as file:
            names = file.readline().rstrip("\n").split(",")
        conversion = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
        csv.read_csv(table, parse_options=parsing, convert_options=conversion)
    yield from ()


def ours(path: Path) -> Iterator[Place]:
    """The referee of this package, on a folder or that in which the file lies."""
    import caucasus_data as cd

    yield from ((f.line, f.field) for f in cd.validate(path if path.is_dir() else path.parent))


def pydantic(path: Path) -> Iterator[Place]:
    """The row objects of this package, one after another."""
    import csv

    from pydantic import ValidationError

    from caucasus_data.model.objects import ROWS

    row = ROWS["events"]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = [*next(reader), "beyond"]
        for record, cells in enumerate(reader, 2):
            try:
                row.model_validate(dict(zip(columns, cells, strict=False)))
            except ValidationError as error:
                yield from ((record, str(e["loc"][0])) for e in error.errors())


def pandera(path: Path) -> Iterator[Place]:
    """The pandera schema of this package, on texts that it turns into what they should be."""
    import pandas as pd
    from pandera.errors import SchemaErrors

    import caucasus_data as cd
    from caucasus_data.package import storage

    columns = [f["name"] for f in storage.schema("events")["fields"]]
    schema = cd.schema("events")
    schema = schema.remove_columns([name for name in schema.columns if name not in columns])
    schema.coerce = True
    frame = pd.read_csv(
        path,
        usecols=columns,  # or a row with a cell too many ends the reading
        dtype="str",
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
    )
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        yield from ((int(i) + 2, str(c)) for i, c in zip(cases["index"], cases["column"], strict=True))


ENGINES: dict[str, Callable[[Path], Iterator[Place]]] = {
    "pyarrow": pyarrow,
    "ours": ours,
    "pydantic": pydantic,
    "pandera": pandera,
}


if __name__ == "__main__":
    print(json.dumps([*ENGINES[sys.argv[1]](Path(sys.argv[2]))]))
