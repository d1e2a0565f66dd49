"""Import then export gives back every field, whatever happens in between."""

import json
import subprocess
import tempfile
import unittest
import pathlib

import documents
import wire
from programs import BIN, PATIENCE_SECONDS, Server, ServerTest, StallingProxy, client


class RoundTrip:
    """The tests over one directory of documents; `source` is set by the classes below."""

    source = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = sorted(cls.source.glob("*.json"))
        cls.sheets = documents.sheets_in(cls.source)
        client(cls.server, "import", *cls.files)

    def test_export_gives_back_every_field(self):
        for file in self.sheets:
            with self.subTest(file=file.name):
                document = documents.load(file)
                exported = client(self.server, "export", document["name"], "--format", "json").stdout
                self.assertEqual(json.loads(exported), document)

    def test_export_to_a_file(self):
        document = documents.load(self.sheets[0])
        path = self.directory_of_results() / "exported.json"
        client(self.server, "export", document["name"], "--format", "json", "-o", path)
        self.assertEqual(documents.load(path), document)

    def test_canonical_export_is_the_same_document(self):
        for file in self.sheets:
            with self.subTest(file=file.name):
                document = documents.load(file)
                exported = self.connection.export(document["name"], format="EXPORT_FORMAT_CANONICAL_JSON")
                # RFC 8785 for what documents hold: sorted keys, no spaces, no escapes but the needed ones.
                expected = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                self.assertEqual(exported.decode("utf-8"), expected)

    def test_import_again_changes_nothing(self):
        before = self.positions()
        client(self.server, "import", *self.files)
        client(self.server, "import", "--revise", *self.files)
        self.assertEqual(self.positions(), before)

    def test_preview_changes_nothing(self):
        document = documents.load(self.sheets[0])
        document["title"] = "別の題名"
        before = self.positions()
        answer = self.connection.call("ImportSheet", {"document": document, "revise": True, "validateOnly": True})
        self.assertEqual(answer["outcome"], "IMPORT_OUTCOME_REVISED")
        self.assertEqual([change["command"] for change in answer["changes"]], ["UpdateSheet"])
        self.assertEqual(self.positions(), before)

    def test_revise_sends_only_what_differs(self):
        original, document = self.changed_copy()
        file = self.directory_of_results() / "changed.json"
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        before = self.positions()

        refused = client(self.server, "import", file, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("--revise", refused.stderr)
        self.assertEqual(self.positions(), before)

        preview = self.connection.call("ImportSheet", {"document": document, "revise": True, "validateOnly": True})
        self.assertEqual([change["command"] for change in preview["changes"]], ["SetTargets"])
        client(self.server, "import", "--revise", file)
        self.assertEqual(json.loads(self.connection.export(document["name"])), document)
        city = document["name"].rsplit("/", 2)[0]
        self.assertEqual(int(self.positions()[city][1]), int(before[city][1]) + 1)

        client(self.server, "import", "--revise", original)
        self.assertEqual(json.loads(self.connection.export(document["name"])), documents.load(original))

    def changed_copy(self):
        """Returns a file with a target, and its document with another target."""
        for file in self.sheets:
            document = documents.load(file)
            for goal in documents.walk(document["goals"]):
                for indicator in goal.get("indicators", []):
                    if "target" in indicator:
                        indicator["target"] = "12,345以上"
                        return file, document
        raise AssertionError("no document has a target")

    def directory_of_results(self):
        return pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_import_killed_anywhere_can_be_repeated(self):
        sizes = sum(file.stat().st_size for file in self.files)
        for percent in (15, 50, 85):
            with self.subTest(percent=percent):
                self.kill_and_repeat(sizes * percent // 100)

    def kill_and_repeat(self, limit):
        server = Server(self.directory_of_results() / "data")
        self.addCleanup(server.stop)
        server.start()
        with StallingProxy(server.address_of("goals"), limit) as proxy:
            process = subprocess.Popen(
                [BIN / "mokuhyo", "--server", server.address_with("goals", proxy.address), "import", *self.files],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                self.assertTrue(proxy.stalled.wait(PATIENCE_SECONDS), "the client sent less than expected")
            finally:
                process.kill()
                process.wait()
        with wire.Connection(server.address) as connection:
            self.assertLess(self.count_sheets(connection), len(self.sheets), "the client was done before the kill")
            client(server, "import", *self.files)
            self.assertEqual(self.count_sheets(connection), len(self.sheets))
            for file in self.sheets:
                document = documents.load(file)
                self.assertEqual(json.loads(connection.export(document["name"])), document)
            # As many events as an import that nobody disturbed.
            status = connection.call("GetStatus")["cities"]
            undisturbed = self.clean_event_counts()
            self.assertEqual({city["name"]: city["eventCount"] for city in status}, undisturbed)
        server.stop()

    def clean_event_counts(self):
        server = Server(self.directory_of_results() / "clean")
        self.addCleanup(server.stop)
        server.start()
        client(server, "import", *self.files)
        with wire.Connection(server.address) as connection:
            counts = {city["name"]: city["eventCount"] for city in connection.call("GetStatus")["cities"]}
        server.stop()
        return counts

    def count_sheets(self, connection):
        cities = connection.call("GetStatus").get("cities", [])
        return sum(len(connection.call("ListSheets", {"parent": city["name"]}).get("sheets", [])) for city in cities)


class SampleRoundTripTest(RoundTrip, ServerTest):
    source = documents.SAMPLE


@unittest.skipUnless(documents.have_seeds(), documents.NO_SEEDS)
class RealRoundTripTest(RoundTrip, ServerTest):
    source = documents.SEEDS


if __name__ == "__main__":
    unittest.main()
