"""The drill: a store that is backed up while it is in use, lost and restored; and personal data that are removed."""

import base64
import itertools
import json
import os
import pathlib
import shutil
import tempfile
import threading
import unittest
import unittest.mock

import documents
import wire
from programs import Server, client

CITY = "cities/minato"
SHEET = f"{CITY}/sheets/2023-kita-hoken"
NOBODY = "127.0.0.1:1"
# Somebody's address: no compression makes it shorter, so that it can be found in files.
PRIVATE = "q7Zx!kP#v9wR.Yamada@example.jp"


class BackupTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.backups = self.directory / "backups"
        environment = {"MOKUHYO_BACKUP_DIR": str(self.backups)}
        self.enterContext(unittest.mock.patch.dict(os.environ, environment))
        self.server = Server(self.directory / "data")
        self.addCleanup(self.server.stop)
        self.server.start()

    def connect(self):
        return wire.Connection(self.server.address)

    def admin(self, *arguments, **options):
        """Runs `mokuhyo admin` with --json; returns the answer."""
        return json.loads(client(self.server, "--json", "admin", *arguments, **options).stdout)

    def import_sample(self):
        client(self.server, "import", *sorted(documents.SAMPLE.glob("*.json")))

    def events(self, connection):
        """All events of the city, as the feed gives them, without the history in their tokens."""
        events, request = [], {"parent": CITY, "pageSize": 1000}
        while True:
            page = connection.call("ReadEvents", request)
            events += page.get("events", [])
            if page.get("end"):
                return [{**event, "position": None} for event in events]
            request["afterPosition"] = page["nextPosition"]

    def exports(self, connection):
        names = [documents.load(file)["name"] for file in documents.sheets_in(documents.SAMPLE)]
        return [json.loads(connection.export(name)) for name in names]

    def destroy(self):
        self.server.kill()
        shutil.rmtree(self.server.data_dir)

    def restore(self, *arguments, check=True):
        """Runs the restore where there is no server."""
        command = ("admin", "restore", "--backup-dir", self.backups, "--data-dir", self.server.data_dir)
        return client(NOBODY, "--json", *command, *arguments, check=check)

    def test_the_drill(self):
        self.import_sample()
        stop = threading.Event()

        def rename_until_told():
            with self.connect() as connection:
                for number in itertools.count(1):
                    if stop.is_set():
                        return
                    request = {"name": f"{CITY}/orgUnits/kita", "displayName": f"北区 {number}"}
                    connection.write("RenameOrgUnit", request)

        writer = threading.Thread(target=rename_until_told)
        writer.start()
        try:
            self.admin("backup")
            backup = self.admin("backup")
        finally:
            stop.set()
            writer.join()
        (backed_up,) = backup["cities"]
        kept = int(backed_up["position"])
        with self.connect() as connection:
            before = self.exports(connection)
            lost = connection.write("RenameOrgUnit", {"name": f"{CITY}/orgUnits/kita", "displayName": "失われる"})
            client(self.server, "publish", SHEET)
            events = self.events(connection)
        self.destroy()
        restored = json.loads(self.restore().stdout)
        self.assertEqual(restored["backup"]["id"], backup["id"])
        self.server.start()

        with self.connect() as connection:
            self.assertEqual(self.events(connection), events[:kept])
            self.assertEqual(self.exports(connection), before)
            (city,) = connection.call("GetStatus")["cities"]
            self.assertEqual(int(city["eventCount"]), kept)
            self.assertNotIn("editions", connection.call("GetSheet", {"name": SHEET})["sheet"])
            self.check_tokens(connection, lost["position"], kept)
            connection.write("RenameOrgUnit", {"name": f"{CITY}/orgUnits/kita", "displayName": "北区"})
            # Also when the new history has got as far as the old one.
            client(self.server, "publish", SHEET)
            self.check_tokens(connection, lost["position"], kept)
        self.assertTrue(self.admin("verify", "--city", "minato")["intact"])

    def check_tokens(self, connection, lost, kept):
        """What was read in the lost future is refused, what was read before it is not."""
        history = lost.rsplit(".", 1)[0]
        for read in ("GetSheet", {"name": SHEET}), ("ListSheets", {"parent": CITY}):
            method, request = read
            connection.call(method, {**request, "atLeastPosition": f"{history}.{kept}"})
            with self.assertRaises(wire.Refused) as refused:
                connection.call(method, {**request, "atLeastPosition": lost})
            self.assertEqual((refused.exception.code, refused.exception.reason), ("OUT_OF_RANGE", "LOST_EPOCH"))
        with self.assertRaises(wire.Refused) as refused:
            connection.stream("SubscribeEvents", {"parent": CITY, "afterPosition": lost})
        self.assertEqual(refused.exception.reason, "LOST_EPOCH")

    def test_a_restore_to_a_point_in_time(self):
        self.import_sample()
        with self.connect() as connection:
            before = self.exports(connection)
            (city,) = connection.call("GetStatus")["cities"]
            wanted = int(city["eventCount"])
            client(self.server, "publish", SHEET)
            writes = [int(event.get("writeNumber", 0)) for event in self.events(connection)]
        self.admin("backup")
        self.destroy()
        # The import wrote many events at once: a position inside of them is none.
        inside = next(number for number in range(2, wanted) if writes[number] == writes[number - 1])
        refused = self.restore("--to-position", f"minato={inside}", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("restore to", refused.stderr)
        self.assertFalse(self.server.data_dir.exists() and any(self.server.data_dir.iterdir()))
        restored = json.loads(self.restore("--to-time", city["lastRecordedAt"]).stdout)
        self.assertEqual(restored["cities"][0]["position"], str(wanted))
        self.server.start()
        with self.connect() as connection:
            self.assertEqual(self.exports(connection), before)
        self.assertTrue(self.admin("verify")["intact"])

    def test_backups_are_listed_and_need_a_directory(self):
        self.import_sample()
        self.assertNotIn("backups", self.admin("backups"))
        first = self.admin("backup")
        self.assertEqual(self.admin("backups")["backups"], [first])
        result = client(self.server, "admin", "backup")
        self.assertIn("minato", result.stdout)
        self.assertEqual(result.stderr, "", "no bar where nobody looks")
        self.assertEqual([backup["id"] for backup in self.admin("backups")["backups"]], [2, 1])
        self.server.terminate()
        del os.environ["MOKUHYO_BACKUP_DIR"]
        self.server.start()
        with self.connect() as connection:
            with self.assertRaises(wire.Refused) as refused:
                connection.stream("CreateBackup")
            self.assertEqual(refused.exception.reason, "NO_BACKUP_DIRECTORY")

    def import_with_private_data(self):
        """The sample, with somebody's address in a comment; an edition is published."""
        document = documents.load(documents.SAMPLE / "2023-kita-hoken.json")
        goal = next(goal for goal in documents.walk(document["goals"]) if "evaluation" in goal)
        goal["evaluation"]["comment"] += f"（連絡先 {PRIVATE}）"
        file = self.directory / "2023-kita-hoken.json"
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        client(self.server, "import", documents.SAMPLE / documents.ORG_UNITS, file)
        client(self.server, "publish", SHEET)

    def files_with_private_data(self, directory):
        files = (path for path in directory.rglob("*") if path.is_file())
        return [path.name for path in files if PRIVATE.encode() in path.read_bytes()]

    def test_personal_data_are_gone_for_good(self):
        self.import_with_private_data()
        self.admin("backup")  # So that it lies in tables as well.
        files = self.files_with_private_data(self.server.data_dir)
        self.assertTrue([name for name in files if name.endswith(".sst")], files)
        with self.connect() as connection:
            digest = connection.call("GetSheet", {"name": SHEET})["sheet"]["editions"][0]["digest"]
            positions = [e["number"] for e in self.events(connection) if self.holds_private_data(e)]
        self.assertGreaterEqual(len(positions), 2, "the comment and the edition")
        reason = ("--reason", "開示請求 第3号")
        for position in positions:
            place = ("redact", "--city", "minato", "--position", position, "--text", PRIVATE, *reason)
            self.assertGreaterEqual(self.admin(*place, "--dry-run")["placeCount"], 1)
            self.assertGreaterEqual(self.admin(*place)["placeCount"], 1)
            self.assertNotIn("placeCount", self.admin(*place), "a repetition finds nothing more")

        self.assertEqual(self.files_with_private_data(self.server.data_dir), [])
        with self.connect() as connection:
            sheet = connection.call("GetSheet", {"name": SHEET})["sheet"]
            edition = connection.export(SHEET, edition=1)
            self.assertFalse([e for e in self.events(connection) if self.holds_private_data(e)])
        for text in (json.dumps(sheet, ensure_ascii=False), edition.decode()):
            self.assertNotIn(PRIVATE, text)
            self.assertIn("（連絡先 ［削除］）", text)
        json.loads(edition)
        self.assertTrue(sheet["editions"][0]["redacted"])
        self.assertEqual(sheet["editions"][0]["digest"], digest)
        exported = client(self.server, "export", SHEET, "--edition", "1", "--lang", "en")
        self.assertIn("personal data were removed", exported.stderr)

        report = self.admin("verify")
        self.assertTrue(report["intact"])
        self.assertEqual(int(report["cities"][0]["redactedEventCount"]), len(positions))
        self.check_proof(positions[0])

    def test_a_backup_made_before_does_not_bring_personal_data_back(self):
        self.import_with_private_data()
        self.admin("backup")
        with self.connect() as connection:
            positions = [e["number"] for e in self.events(connection) if self.holds_private_data(e)]
        for position in positions:
            place = ("redact", "--city", "minato", "--position", position, "--text", PRIVATE)
            self.admin(*place, "--reason", "開示請求 第3号")
        self.destroy()
        restored = json.loads(self.restore().stdout)
        self.assertEqual(int(restored["cities"][0]["laterRedactionCount"]), len(positions))
        self.assertEqual(self.files_with_private_data(self.server.data_dir), [])
        self.server.start()
        with self.connect() as connection:
            self.assertFalse([e for e in self.events(connection) if self.holds_private_data(e)])
        self.assertTrue(self.admin("verify")["intact"])

    def test_whoever_follows_hears_that_personal_data_are_gone(self):
        self.import_with_private_data()
        with self.connect() as connection:
            position = next(e["number"] for e in self.events(connection) if self.holds_private_data(e))
            watch = connection.follow("WatchSheets", {"parent": CITY, "sheets": [SHEET], "view": "SHEET_VIEW_FULL"})
            feed = connection.follow("SubscribeEvents", {"parent": CITY, "resources": [SHEET], "fromNow": True})
            with watch as changes, feed as events:
                self.assertIn("caughtUp", next(changes))
                self.assertIn("caughtUp", next(events))
                place = ("redact", "--city", "minato", "--position", position, "--text", PRIVATE)
                self.admin(*place, "--reason", "開示請求 第3号")
                change = next(one["change"] for one in changes if "change" in one)
                event = next(one["event"] for one in events if "event" in one)
            self.assertEqual(change["eventTypes"], ["mokuhyo.events.v1.EventRedacted"])
            self.assertEqual(change["sheet"], connection.call("GetSheet", {"name": SHEET})["sheet"])
            self.assertNotIn(PRIVATE, json.dumps(change))
            self.assertEqual(event["redaction"]["eventRedacted"]["position"], position)

    @staticmethod
    def holds_private_data(event):
        """Whether an event of the feed does; a document in it is base64."""
        document = event.get("sheet", {}).get("editionPublished", {}).get("canonicalDocument", "")
        return PRIVATE in json.dumps(event) + base64.b64decode(document).decode()

    def check_proof(self, position):
        """A redacted event is proved as any other."""
        key, proof = self.directory / "key.pem", self.directory / "redacted.proof"
        client(NOBODY, "admin", "generate-key", key)
        self.server.terminate()
        os.environ["MOKUHYO_SIGNING_KEY"] = str(key)
        self.server.start()
        client(self.server, "admin", "prove", "--city", "minato", "--position", position, "-o", proof)
        client(NOBODY, "verify-proof", proof, "--public-key", f"{key}.pub")

    def test_a_redaction_is_refused_where_it_finds_nothing(self):
        self.import_with_private_data()
        place = ("--city", "minato", "--position", "1", "--reason", "第3号")
        for text, code in ("佐藤花子", "none of the texts"), ("minato", "as ids are"):
            result = client(self.server, "--lang", "en", "admin", "redact", *place, "--text", text, check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(code, result.stderr)

    def test_every_field_of_a_redaction_is_checked(self):
        self.import_with_private_data()
        request = {"parent": "cities/minato", "position": 1, "texts": ["みなと市"], "reason": "第4号"}
        with self.connect() as connection:
            found = connection.call("RedactEvent", {**request, "validateOnly": True})
            self.assertEqual(found["placeCount"], 1)
            before = self.events(connection)
            for wrong, code, field in (
                ({"parent": "minato"}, "INVALID_ARGUMENT", "parent"),
                ({"position": 0}, "INVALID_ARGUMENT", "position"),
                ({"position": 10**6}, "OUT_OF_RANGE", "position"),
                ({"texts": []}, "INVALID_ARGUMENT", "texts"),
                ({"texts": ["市"]}, "INVALID_ARGUMENT", "texts[0]"),
                ({"reason": ""}, "INVALID_ARGUMENT", "reason"),
                ({"reason": "みなと市の件"}, "INVALID_ARGUMENT", "reason"),
            ):
                with self.subTest(wrong), self.assertRaises(wire.Refused) as refused:
                    connection.call("RedactEvent", {**request, **wrong})
                self.assertEqual(refused.exception.code, code)
                self.assertIn(field, refused.exception.fields)
            self.assertEqual(self.events(connection), before)


if __name__ == "__main__":
    unittest.main()
