"""The descriptor as Croissant 1.1, the metadata that catalogues of data and machine learning read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from caucasus_data.derive.schema_org import facts
from caucasus_data.model.package import citation

Json = dict[str, Any]

FORMAT: Final = "http://mlcommons.org/croissant/1.1"
_TERMS: Final = (
    *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty"),
    *("fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5"),
    *("parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
    *("separator", "source", "subField", "transform"),
)
_CONTEXT: Final[Json] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_TYPES: Final = {"string": "sc:Text", "date": "sc:Date", "integer": "sc:Integer", "number": "sc:Float"}


def croissant(package: Mapping[str, Any], schemas: Mapping[str, Json]) -> Json:
    """The file: what is said of the whole, the CSV files with their hashes, and the columns of each.

    Args:
        package: The Data Package descriptor.
        schemas: The Table Schema of each table.
    """
    return {
        "@context": _CONTEXT,
        **facts(package),
        "conformsTo": FORMAT,
        "citeAs": citation(package, package["version"]),
        "distribution": [_file(resource) for resource in package["resources"]],
        "recordSet": [_records(r["name"], r["description"], schemas[r["name"]]) for r in package["resources"]],
    }


def _file(resource: Mapping[str, Any]) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"].rpartition("/")[2],
        "description": resource["description"],
        "contentSize": f"{resource['bytes']} B",
        "contentUrl": resource["path"],
        "encodingFormat": resource["mediatype"],
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(table: str, description: str, schema: Json) -> Json:
    key = schema.get("primaryKey") or schema["uniqueKeys"][0]
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": description,
        "key": [{"@id": f"{table}/{column}"} for column in key],
        "field": [_field(table, field) for field in schema["fields"]],
    }


def _field(table: str, field: Json) -> Json:
    own = {"equivalentProperty": field["rdfType"]} if "rdfType" in field else {}
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": field["name"],
        "description": field["description"],
        "dataType": _TYPES[field["type"]],
        **own,
        "source": {"fileObject": {"@id": f"data/{table}.csv"}, "extract": {"column": field["name"]}},
    }
