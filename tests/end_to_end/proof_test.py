"""What is in the log can be proved to anybody, offline, and nothing else can; a log that was cut short is found."""

import base64
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock

import documents
import wire
from programs import BIN, PATIENCE_SECONDS, Server, ServerTest, client

CITY = "cities/minato"
SHEET = f"{CITY}/sheets/2023-kita-hoken"
EDITION = "mokuhyo.events.v1.EditionPublished"
README = documents.ROOT / "libs" / "proof" / "README.md"
NOBODY = "127.0.0.1:1"


def block(name, language):
    """The block of the README that stands under `<!-- name -->`."""
    pattern = rf"<!-- {re.escape(name)} -->\n```{language}\n(.*?)```"
    return re.search(pattern, README.read_text(encoding="utf-8"), re.DOTALL).group(1)


def signed_by_environment(test, directory):
    """Lets servers that are started from now on sign with a key of their own and write checkpoints outside."""
    key = directory / "key.pem"
    client(NOBODY, "admin", "generate-key", key)
    environment = {"MOKUHYO_SIGNING_KEY": str(key), "MOKUHYO_CHECKPOINT_DIR": str(directory / "outside")}
    test.enterClassContext(unittest.mock.patch.dict(os.environ, environment))
    return key


class ProofTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        cls.keys = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.key = signed_by_environment(cls, cls.keys)
        cls.public_key = cls.keys / "key.pem.pub"
        super().setUpClass()
        client(cls.server, "import", *sorted(documents.SAMPLE.glob("*.json")))
        cls.first = cls.connection.call("CreateCheckpoint", {"parent": CITY})["checkpoint"]
        client(cls.server, "publish", SHEET)
        cls.edition = cls.prove("edition", "--edition", "2023-kita-hoken@1")
        cls.event = cls.prove("event", "--position", "5")
        cls.grown = cls.prove("grown", "--from", cls.first["size"])
        cls.document = cls.directory / "edition.json"
        client(cls.server, "export", SHEET, "--edition", "1", "-o", cls.document)

    @classmethod
    def prove(cls, name, *what):
        path = cls.directory / f"{name}.proof"
        client(cls.server, "admin", "prove", "--city", "minato", *what, "-o", path)
        return path

    def verify(self, path, *more, key=None):
        """Runs verify-proof where there is no server."""
        return client(NOBODY, "verify-proof", path, "--public-key", key or self.public_key, *more, check=False)

    def facts(self, path, *more):
        result = self.verify(path, "--json", *more)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def check_with_python(self, path):
        script = self.directory / "check_proof.py"
        script.write_text(block("check_proof.py", "python"), encoding="utf-8")
        command = [sys.executable, script, path, self.public_key]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS)

    def changed(self, path, change):
        """A copy of the proof after `change` of its JSON."""
        proof = json.loads(path.read_text(encoding="utf-8"))
        change(proof)
        copy_of_it = self.directory / "changed.proof"
        copy_of_it.write_text(json.dumps(proof), encoding="utf-8")
        return copy_of_it

    def test_an_event_is_proved(self):
        facts = self.facts(self.event)
        self.assertEqual((facts["city"], facts["position"]), ("minato", "5"))
        self.assertEqual(facts["type"], "mokuhyo.events.v1.FormRegistered")
        self.assertIn("checkpointTime", facts)
        self.assertIn("mokuhyo.events.v1.FormRegistered", self.verify(self.event).stdout)

    def test_every_event_is_proved(self):
        (city,) = self.connection.call("GetStatus")["cities"]
        for position in range(1, int(city["eventCount"]) + 1):
            answer = self.connection.call("GetInclusionProof", {"parent": CITY, "position": position})
            path = self.directory / "one.proof"
            path.write_text(json.dumps({"inclusion": answer["proof"]}), encoding="utf-8")
            self.assertEqual(self.facts(path)["position"], str(position))

    def test_an_edition_is_proved_with_its_document(self):
        facts = self.facts(self.edition, "--document", self.document)
        sheet = self.connection.call("GetSheet", {"name": SHEET})["sheet"]
        self.assertEqual(facts["type"], EDITION)
        self.assertEqual(facts["documentDigest"], sheet["editions"][0]["digest"])
        self.assertEqual(facts["position"], sheet["editions"][0]["position"])
        self.assertIn("document", facts)

    def test_another_document_is_refused(self):
        other = self.directory / "other.json"
        other.write_bytes(self.document.read_bytes() + b"\n")
        for proof, document in ((self.edition, other), (self.event, self.document), (self.grown, self.document)):
            result = self.verify(proof, "--document", document)
            self.assertEqual(result.returncode, 1)
            self.assertIn("DOCUMENT_REFUSED", result.stderr)

    def test_growth_is_proved(self):
        facts = self.facts(self.grown)
        self.assertEqual(facts["firstSize"], self.first["size"])
        self.assertGreater(int(facts["secondSize"]), int(facts["firstSize"]))

    def test_a_changed_byte_is_refused(self):
        for path in (self.event, self.grown):
            original = path.read_bytes()
            changed = self.directory / "flipped.proof"
            # tools/client/proof_file_test.cc flips every bit; here some, through the whole program.
            for place in range(0, len(original), 31):
                flipped = bytearray(original)
                flipped[place] ^= 1 << place % 8
                changed.write_bytes(flipped)
                result = self.verify(changed)
                self.assertEqual(result.returncode, 1, f"byte {place} of {path.name}: {bytes(flipped)}")

    def test_another_key_is_refused(self):
        other = self.directory / "other.pem"
        client(NOBODY, "admin", "generate-key", other)
        result = self.verify(self.event, "--lang", "en", key=f"{other}.pub")
        self.assertEqual(result.returncode, 1)
        self.assertIn("not signed by this key", result.stderr)

    def test_the_server_signs_with_the_key_it_shows(self):
        status = self.connection.call("GetStatus")
        self.assertEqual(status["checkpointPublicKey"], self.public_key.read_text(encoding="ascii"))

    def test_python_of_the_readme_accepts(self):
        for path in (self.event, self.edition, self.grown):
            result = self.check_with_python(path)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            self.assertIn("PROVED", result.stdout)

    def test_python_of_the_readme_refuses(self):
        def flip(text):
            changed = bytearray(base64.b64decode(text))
            changed[-1] ^= 1
            return base64.b64encode(changed).decode()

        def change(part, *keys):
            def apply(proof):
                at = proof[part]
                for key in keys[:-1]:
                    at = at[key]
                at[keys[-1]] = flip(at[keys[-1]])

            return apply

        def sign_another_text(proof):
            checkpoint = proof["inclusion"]["checkpoint"]
            checkpoint["note"] = checkpoint["note"].replace("time 2", "time 3")

        cases = [(self.event, change("inclusion", *keys)) for keys in
                 (["header"], ["path", 0], ["contents", "payload"], ["contents", "salt"], ["checkpoint", "rootHash"])]  # fmt: skip
        cases += [(self.grown, change("consistency", *keys)) for keys in
                  (["path", 0], ["first", "rootHash"], ["second", "rootHash"])]  # fmt: skip
        cases.append((self.event, sign_another_text))
        for path, apply in cases:
            result = self.check_with_python(self.changed(path, apply))
            self.assertNotEqual(result.returncode, 0)
            self.assertNotIn("PROVED", result.stdout)
            self.assertEqual(self.verify(self.directory / "changed.proof").returncode, 1)

    @unittest.skipUnless(shutil.which("jq"), "no jq")
    def test_the_single_steps_of_the_readme_work(self):
        steps = block("steps", "sh").replace("checkpoint-key.pem.pub", str(self.public_key))
        steps = steps.replace("niigata/2022-nishi-somu", "minato/2023-kita-hoken")
        environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "MOKUHYO_SERVER": self.server.address}
        result = subprocess.run(
            ["bash", "-euc", "set -o pipefail\n" + steps],
            cwd=self.directory, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        signature, leaf, document = result.stdout.splitlines()
        self.assertIn("Verified Successfully", signature)
        self.assertRegex(leaf, r"^[0-9a-f]{64} ")
        self.assertTrue(document.startswith(self.facts(self.edition)["documentDigest"]))

    def test_an_edition_gets_its_checkpoint_by_itself(self):
        sheet = f"{CITY}/sheets/2023-kita-kurashi"
        client(self.server, "publish", sheet)
        position = int(self.connection.call("GetSheet", {"name": sheet})["sheet"]["editions"][0]["position"])
        deadline = time.monotonic() + PATIENCE_SECONDS
        while int(self.connection.call("GetStatus")["cities"][0].get("checkpointSize", 0)) < position:
            self.assertLess(time.monotonic(), deadline, "no checkpoint covers the edition")
        newest = self.connection.call("ListCheckpoints", {"parent": CITY, "pageSize": 1})["checkpoints"][0]
        self.assertGreaterEqual(int(newest["size"]), position)

    def test_checkpoints_are_written_inside_and_outside(self):
        name = f"{self.first['epoch']}/minato/{int(self.first['size']):020}.checkpoint"
        for directory in (self.server.data_dir / "checkpoints", self.keys / "outside"):
            self.assertEqual((directory / name).read_text(encoding="utf-8"), self.first["note"])

    def test_checkpoints_are_listed_newest_first_page_by_page(self):
        client(self.server, "admin", "checkpoint", "--city", "minato")
        whole = self.connection.call("ListCheckpoints", {"parent": CITY})["checkpoints"]
        sizes = [int(one["size"]) for one in whole]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        paged, request = [], {"parent": CITY, "pageSize": 1}
        while True:
            page = self.connection.call("ListCheckpoints", request)
            paged += page["checkpoints"]
            if not page.get("nextPageToken"):
                break
            request = {**request, "pageToken": page["nextPageToken"]}
        self.assertEqual(paged, whole)

    def test_what_cannot_be_proved_is_refused(self):
        head = int(self.connection.call("GetStatus")["cities"][0]["eventCount"])
        size = int(self.first["size"])
        for method, request, code, reason in (
            ("CreateCheckpoint", {"parent": "cities/nowhere"}, "NOT_FOUND", "NOT_FOUND"),
            ("CreateCheckpoint", {"parent": "minato"}, "INVALID_ARGUMENT", None),
            ("GetInclusionProof", {"position": head + 1000}, "OUT_OF_RANGE", "BEYOND_HEAD"),
            ("GetInclusionProof", {"position": size + 1, "checkpointSize": size}, "OUT_OF_RANGE", "BEYOND_CHECKPOINT"),
            ("GetInclusionProof", {"position": 1, "checkpointSize": 2}, "NOT_FOUND", "NOT_FOUND"),
            ("GetInclusionProof", {"edition": f"{SHEET}/editions/9"}, "NOT_FOUND", "NOT_FOUND"),
            ("GetInclusionProof", {"edition": SHEET}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
            ("GetInclusionProof", {"edition": "cities/x/sheets/y/editions/1"}, "INVALID_ARGUMENT", "OTHER_CITY"),
            ("GetInclusionProof", {}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
            ("GetConsistencyProof", {}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
            ("GetConsistencyProof", {"firstSize": 2}, "NOT_FOUND", "NOT_FOUND"),
        ):
            with self.subTest(method=method, request=request):
                with self.assertRaises(wire.Refused) as refused:
                    self.connection.call(method, {"parent": CITY, **request})
                self.assertEqual(refused.exception.code, code)
                if reason:
                    self.assertEqual(refused.exception.reason, reason)

    def test_status_shows_the_store_and_its_checkpoints(self):
        text = client(self.server, "admin", "status", "--lang", "en", "--width", "200").stdout
        self.assertIn("state: reads and writes", text)
        self.assertIn("checkpoints are signed: yes", text)
        newest = self.connection.call("GetStatus")["cities"][0]
        self.assertIn(f"{newest['checkpointSize']}  {newest['checkpointTime']}", text)


class KeyTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_a_key_is_private_and_never_overwritten(self):
        key = self.directory / "key.pem"
        client(NOBODY, "admin", "generate-key", key)
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        before = key.read_bytes()
        for taken in (key, key.with_name("key.pem.pub")):
            result = client(NOBODY, "admin", "generate-key", key, check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(str(key), result.stderr)
            self.assertEqual(key.read_bytes(), before)
        key.unlink()
        self.assertEqual(client(NOBODY, "admin", "generate-key", key, check=False).returncode, 1)
        self.assertFalse(key.exists(), "the public key was there already")

    def test_a_server_refuses_a_bad_key(self):
        for mode, text, reason in ((0o600, "no key", "Ed25519"), (0o604, "no key", "chmod 600")):
            key = self.directory / "bad.pem"
            key.write_text(text, encoding="ascii")
            key.chmod(mode)
            command = [BIN / "mokuhyod", "--data-dir", self.directory / "data", "--listen", "127.0.0.1:0"]
            result = subprocess.run(
                [*command, "--signing-key", key], capture_output=True, text=True, timeout=PATIENCE_SECONDS
            )
            self.assertEqual(result.returncode, 1)
            self.assertIn(reason, result.stderr)
            self.assertIn(str(key), result.stderr)


UNIT = {"orgUnitId": "kita", "orgUnit": {"displayName": "北区", "kind": "ORG_UNIT_KIND_WARD"}}


class WrongLogTest(unittest.TestCase):
    """A server whose log is not what the checkpoints that are kept outside say."""

    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(unittest.mock.patch.dict(os.environ))
        self.outside = self.directory / "outside"
        os.environ["MOKUHYO_CHECKPOINT_DIR"] = str(self.outside)
        os.environ["MOKUHYO_BACKUP_DIR"] = str(self.directory / "backups")
        self.use_key("key.pem")
        self.server = Server(self.directory / "data")
        self.addCleanup(self.server.stop)
        self.log = self.server.data_dir / "events"
        self.server.start()

    def use_key(self, name):
        """Lets servers that are started from now on sign with a new key."""
        client(NOBODY, "admin", "generate-key", self.directory / name)
        os.environ["MOKUHYO_SIGNING_KEY"] = str(self.directory / name)

    def create(self, *cities):
        with wire.Connection(self.server.address) as connection:
            for city in cities:
                connection.write("CreateCity", {"cityId": city, "displayName": city})

    def checkpoint(self):
        with wire.Connection(self.server.address) as connection:
            return connection.call("CreateCheckpoint", {"parent": CITY})["checkpoint"]

    def open_unit(self, city=CITY):
        with wire.Connection(self.server.address) as connection:
            connection.write("OpenOrgUnit", {"parent": city, **UNIT, "effectiveDate": "2020-04-01"})

    def refused(self, method, request):
        with wire.Connection(self.server.address) as connection, self.assertRaises(wire.Refused) as refused:
            connection.call(method, request)
        return refused.exception.code, refused.exception.reason

    def refused_unit(self, city=CITY):
        return self.refused("OpenOrgUnit", {"parent": city, **UNIT, "effectiveDate": "2020-04-01"})

    def status(self):
        with wire.Connection(self.server.address) as connection:
            return connection.call("GetStatus")

    def verified(self):
        with wire.Connection(self.server.address) as connection:
            return connection.stream("VerifyStore")[-1]["report"]

    def cut_the_log(self):
        """Puts the log as it was a while ago in its place; returns (the events it has, those it had)."""
        self.create("minato", "yokohama")
        before = self.checkpoint()
        self.server.terminate()
        shutil.copytree(self.log, self.directory / "earlier")
        self.server.start()
        self.open_unit()
        after = self.checkpoint()
        self.server.terminate()
        shutil.rmtree(self.log)
        shutil.move(self.directory / "earlier", self.log)
        # Whoever did it cannot reach the directory outside.
        for file in (self.server.data_dir / "checkpoints").rglob(f"{int(after['size']):020}.checkpoint"):
            file.unlink()
        return int(before["size"]), int(after["size"])

    def test_a_log_that_was_cut_short_is_found_and_takes_no_writes(self):
        events, _ = self.cut_the_log()
        self.server.start()
        self.assertIn("its end was lost", self.server.log.read_text(encoding="utf-8"))
        cities = {city["name"]: city for city in self.status()["cities"]}
        self.assertEqual(cities[CITY]["damagedFrom"], str(events + 1))
        self.assertNotIn("damagedFrom", cities["cities/yokohama"])
        self.assertEqual(self.refused_unit(), ("DATA_LOSS", "LOG_CUT_SHORT"))
        self.assertEqual(self.refused("CreateCheckpoint", {"parent": CITY}), ("DATA_LOSS", "LOG_CUT_SHORT"))
        self.open_unit("cities/yokohama")
        # Nobody may take what is left for the present state.
        self.assertEqual(self.refused("ListOrgUnits", {"parent": CITY}), ("DATA_LOSS", "LOG_DAMAGED"))
        self.assertFalse(self.verified().get("intact"))

    def test_an_earlier_key_is_named(self):
        events, _ = self.cut_the_log()
        self.use_key("next.pem")
        os.environ["MOKUHYO_TRUSTED_KEYS"] = f"{self.directory / 'key.pem.pub'},{self.directory / 'next.pem.pub'}"
        self.server.start()
        self.assertEqual(self.status()["cities"][0]["damagedFrom"], str(events + 1))

    def test_an_earlier_key_that_is_not_named_is_missed(self):
        self.create("minato")
        self.checkpoint()
        self.server.terminate()
        self.use_key("next.pem")
        self.server.start()
        self.assertIn("--trusted-keys", self.server.log.read_text(encoding="utf-8"))
        self.open_unit()

    def test_a_log_that_is_missing_is_found_and_no_other_is_begun(self):
        self.create("minato")
        self.checkpoint()
        self.server.terminate()
        shutil.move(self.log, self.directory / "mislaid")
        for _ in range(2):
            self.server.start()
            status = self.status()
            self.assertEqual(status["storeState"], "STORE_STATE_DAMAGED")
            self.assertIn("cities/minato", status["storeStateReason"])
            self.assertIn(str(self.outside), status["storeStateReason"])
            lost = ("DATA_LOSS", "LOG_MISSING")
            self.assertEqual(self.refused("CreateCity", {"cityId": "minato", "displayName": "港市"}), lost)
            self.assertFalse(self.verified().get("intact"))
            self.server.terminate()
        shutil.rmtree(self.log)
        shutil.move(self.directory / "mislaid", self.log)
        self.server.start()
        self.assertEqual(self.status()["storeState"], "STORE_STATE_SERVING")
        self.open_unit()
        self.assertTrue(self.verified()["intact"])

    def test_what_a_restore_kept_is_compared_with_earlier_checkpoints(self):
        self.create("minato")
        kept = self.checkpoint()
        client(self.server, "admin", "backup")
        self.open_unit()
        given_up = self.checkpoint()
        self.server.terminate()
        shutil.rmtree(self.server.data_dir)
        place = ("--backup-dir", self.directory / "backups", "--data-dir", self.server.data_dir)
        client(NOBODY, "admin", "restore", *place)
        self.server.start()
        self.open_unit()
        made = self.checkpoint()
        kept_ones = [size for size in self.sizes_outside(kept["epoch"]) if size <= int(kept["size"])]
        self.assertIn(int(given_up["size"]), self.sizes_outside(kept["epoch"]))
        report = self.verified()
        self.assertTrue(report["intact"], report)
        compared = len(kept_ones) + len(self.sizes_outside(made["epoch"]))
        self.assertEqual(report["cities"][0]["verifiedCheckpointCount"], compared)

    def sizes_outside(self, epoch):
        return [int(file.stem) for file in (self.outside / epoch / "minato").iterdir()]


if __name__ == "__main__":
    unittest.main()
