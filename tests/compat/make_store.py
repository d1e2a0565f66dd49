"""Makes the store of a format, with what it holds, for compat_test.py.

Usage: make_store.py DIRECTORY, with MOKUHYO_BIN and MOKUHYO_DESCRIPTORS as the tests have them. Run it once, with the
program that writes the format; what it wrote is then never made anew.
"""

import hashlib
import json
import pathlib
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "end_to_end"))

import documents
import wire
from programs import Server, client

CITY = "cities/minato"
BEFORE = ("2023-kita-kurashi",)
AFTER = ("2023-kita-hoken", "2023-kita-ward-goals")


def import_sheets(server, *files):
    client(server, "import", documents.SAMPLE / documents.ORG_UNITS, *(documents.SAMPLE / f"{name}.json" for name in files))


def strip(member):
    """What says something of the machine, or is made anew on opening, stays out."""
    if pathlib.Path(member.name).name.startswith(("OPTIONS", "LOCK", "holder", "salvage")):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def main():
    target = pathlib.Path(sys.argv[1])
    target.mkdir()
    with tempfile.TemporaryDirectory() as directory:
        server = Server(pathlib.Path(directory) / "data")
        try:
            server.start()
            import_sheets(server, *BEFORE)
            server.kill()
            server.start()
            import_sheets(server, *AFTER)
            sheet = f"{CITY}/sheets/{BEFORE[0]}"
            client(server, "publish", sheet)
            with wire.Connection(server.address) as connection:
                document = connection.export(sheet, edition=1)
                (city,) = connection.call("GetStatus")["cities"]
            for name in BEFORE + AFTER:
                exported = client(server, "export", f"{CITY}/sheets/{name}", "--format", "json").stdout
                (target / f"{name}.json").write_text(exported)
            server.kill()
        finally:
            server.stop()
        facts = {
            "city": CITY,
            "events": int(city["eventCount"]),
            "position": city["position"],
            "edition": {"sheet": sheet, "number": 1, "sha256": hashlib.sha256(document).hexdigest()},
        }
        (target / "facts.json").write_text(json.dumps(facts, indent=2) + "\n")
        with tarfile.open(target / "store.tar.gz", "w:gz") as archive:
            archive.add(server.data_dir / "events", "events", filter=strip)


if __name__ == "__main__":
    main()
