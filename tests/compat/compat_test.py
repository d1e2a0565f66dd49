"""Stores of earlier formats open, show what they held, and go on."""

import hashlib
import json
import pathlib
import sys
import tarfile
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "end_to_end"))

import wire
from programs import Server, client


class CompatTest(unittest.TestCase):
    def test_there_is_something_to_test(self):
        self.assertLessEqual({"format-1", "format-2"}, {path.name for path in HERE.glob("format-*")})

    def test_every_format_opens_and_goes_on(self):
        for source in sorted(HERE.glob("format-*")):
            with self.subTest(source=source.name), tempfile.TemporaryDirectory() as directory:
                data_dir = pathlib.Path(directory) / "data"
                data_dir.mkdir()
                with tarfile.open(source / "store.tar.gz") as archive:
                    archive.extractall(data_dir)
                self.look_at(source, Server(data_dir))

    def look_at(self, source, server):
        self.addCleanup(server.stop)
        facts = json.loads((source / "facts.json").read_text())
        server.start()
        self.holds_everything(source, facts, server)
        # What is written now stands beside what was there, also after the next crash.
        client(server, "admin", "create-city", "hama", "はま市")
        self.change(facts, server)
        server.kill()
        server.start()
        with wire.Connection(server.address) as connection:
            cities = {city["name"]: city for city in connection.call("GetStatus")["cities"]}
            self.assertEqual(cities[facts["city"]]["eventCount"], str(facts["events"] + 1))
            self.is_proved(facts, connection)

    def holds_everything(self, source, facts, server):
        with wire.Connection(server.address) as connection:
            (city,) = connection.call("GetStatus")["cities"]
            # The epoch stays too: tokens that clients hold go on being good.
            self.assertEqual(city["position"], facts["position"])
            for file in sorted(source.glob("2*.json")):
                exported = client(server, "export", json.loads(file.read_text())["name"], "--format", "json").stdout
                self.assertEqual(exported, file.read_text())
            edition = facts["edition"]
            document = connection.export(edition["sheet"], edition=edition["number"])
            self.assertEqual(hashlib.sha256(document).hexdigest(), edition["sha256"])
            self.edition_is_read(edition, document, connection)
            events = connection.call("ReadEvents", {"parent": facts["city"], "pageSize": 1000})["events"]
            self.assertEqual([int(event["number"]) for event in events], list(range(1, facts["events"] + 1)))
            self.is_proved(facts, connection)

    def edition_is_read(self, edition, document, connection):
        """What is said about an edition fits its bytes, and they are understood as what they say."""
        (listed,) = connection.call("ListEditions", {"parent": edition["sheet"]})["editions"]
        self.assertEqual((listed["number"], listed["digest"]), (edition["number"], edition["sha256"]))
        self.assertEqual(int(listed["sizeBytes"]), len(document))
        published = connection.call("GetSheet", {"name": edition["sheet"], "edition": edition["number"]})["sheet"]
        self.assertEqual(published["title"], json.loads(document)["title"])
        # Nothing has happened to the sheet since: the bytes of then say what its fold says today.
        question = {"name": edition["sheet"], "base": {"edition": edition["number"]}}
        comparison = connection.call("CompareSheet", question)["comparison"]
        self.assertEqual(comparison.get("differences", []), [])

    def change(self, facts, server):
        with wire.Connection(server.address) as connection:
            result = connection.write(
                "OpenOrgUnit",
                {
                    "parent": facts["city"],
                    "orgUnitId": "shinsetsu",
                    "orgUnit": {"displayName": "新設課", "kind": "ORG_UNIT_KIND_SECTION"},
                },
            )
            self.assertTrue(result["position"].endswith(f".{facts['events'] + 1}"))

    def is_proved(self, facts, connection):
        """Every event has its place in the Merkle tree, also those of formats that had none."""
        report = connection.stream("VerifyStore")[-1]["report"]
        self.assertTrue(report["intact"], report)
        cities = {city["name"]: city for city in report["cities"]}
        self.assertGreaterEqual(int(cities[facts["city"]]["verifiedEventCount"]), facts["events"])


if __name__ == "__main__":
    unittest.main()
