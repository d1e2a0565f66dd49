"""The documents that the tests know: the sample ward, and the verbatim ones of real cities where they are."""

import json
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "deploy" / "sample"
SEEDS = pathlib.Path(os.environ.get("MOKUHYO_SEEDS", ROOT.parent / "shared" / "seeds"))
NO_SEEDS = f"no documents of real cities in {SEEDS} (set MOKUHYO_SEEDS)"

ORG_UNITS = "org-units.json"


def have_seeds():
    return (SEEDS / ORG_UNITS).is_file()


def load(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def sheets_in(directory):
    """The sheet documents of a directory, sorted by name."""
    return sorted(path for path in directory.glob("*.json") if path.name != ORG_UNITS)


def walk(goals):
    """Yields every goal of the tree, parents first."""
    for goal in goals:
        yield goal
        yield from walk(goal.get("goals", []))


def open_city(connection, org_units, city, as_city=None):
    """Creates a city of an org-units file with all its units, by single calls; `as_city` renames it."""
    name = next(entry["name"] for entry in org_units["cities"] if entry["id"] == city)
    as_city = as_city or city
    connection.write("CreateCity", {"cityId": as_city, "displayName": name})
    for unit in org_units["orgUnits"]:
        if unit["city"] == city:
            connection.write(
                "OpenOrgUnit",
                {
                    "parent": f"cities/{as_city}",
                    "orgUnitId": unit["id"],
                    "orgUnit": {
                        "displayName": unit["name"],
                        "kind": "ORG_UNIT_KIND_" + unit["kind"],
                        "parentUnit": unit.get("parent", ""),
                    },
                    "effectiveDate": "2000-04-01",
                },
            )
