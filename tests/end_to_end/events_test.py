"""Other systems follow what happens: pages, filters, live streams and `mokuhyo events`, across restarts."""

import json
import pathlib
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest

import documents
import wire
from programs import BIN, PATIENCE_SECONDS, Server, ServerTest, client

CITY = "cities/minato"
SHEET = f"{CITY}/sheets/2023-kita-hoken"


def sample_files():
    return sorted(documents.SAMPLE.glob("*.json"))


def rename_unit(connection, name):
    """A write that makes one event, whose display name is `name`."""
    connection.write("RenameOrgUnit", {"name": f"{CITY}/orgUnits/kita", "displayName": name})


def numbers(events):
    return [int(event["number"]) for event in events]


class Follower:
    """A `mokuhyo events --follow --json` under way; `events` has what it printed, as it comes."""

    def __init__(self, address, *arguments):
        self.events = queue.Queue()
        self.process = subprocess.Popen(
            [BIN / "mokuhyo", "--server", address, "events", "--city", "minato", "--follow", "--json", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def read(self, count):
        return [self.events.get(timeout=PATIENCE_SECONDS) for _ in range(count)]

    def interrupt(self, number=signal.SIGINT):
        """Returns (exit status, events that were left, what it said on standard error)."""
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE_SECONDS)
        self._thread.join(PATIENCE_SECONDS)
        left = []
        while not self.events.empty():
            left.append(self.events.get())
        return status, left, self.process.stderr.read()

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


class EventsTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client(cls.server, "import", *sample_files())

    def read_all(self, **fields):
        """Every page of ReadEvents, as one list."""
        request, events = {"parent": CITY, "pageSize": 20, **fields}, []
        while True:
            page = self.connection.call("ReadEvents", request)
            events += page.get("events", [])
            self.assertLessEqual(len(page.get("events", [])), 20)
            if page.get("end"):
                return events
            request["afterPosition"] = page["nextPosition"]

    def head(self):
        return int(self.connection.call("ReadEvents", {"parent": CITY})["headPosition"].rsplit(".", 1)[1])

    def test_pages_are_everything_in_both_directions(self):
        events = self.read_all()
        self.assertEqual(numbers(events), list(range(1, self.head() + 1)))
        self.assertEqual(self.read_all(direction="READ_DIRECTION_BACKWARDS"), events[::-1])
        for event in events:
            self.assertEqual(len(event["position"].split(".")), 3)
            self.assertTrue(event["actor"])
            self.assertRegex(event["recordedTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
            self.assertRegex(event["effectiveDate"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(events[0]["city"]["cityCreated"]["displayName"], "みなと市")

    def test_filters_by_sheet_and_type(self):
        events = self.read_all()
        of_sheet = [event for event in events if event["resource"] == SHEET]
        self.assertGreater(len(of_sheet), 3)
        self.assertEqual(self.read_all(resources=[SHEET]), of_sheet)
        created = [event for event in of_sheet if event["type"] == "mokuhyo.events.v1.GoalCreated"]
        self.assertTrue(created)
        self.assertEqual(self.read_all(resources=[SHEET], types=["GoalCreated"]), created)
        self.assertEqual(self.read_all(types=["mokuhyo.events.v1.EditionPublished", "SheetDeleted"]), [])

    def test_says_everything_that_is_wrong_with_a_request(self):
        with self.assertRaises(wire.Refused) as refused:
            self.connection.call(
                "ReadEvents",
                {"parent": CITY, "afterPosition": "x", "pageSize": -1, "resources": [CITY], "types": ["Nothing"]},
            )
        self.assertEqual(refused.exception.fields, ["after_position", "page_size", "resources[0]", "types[0]"])
        for position, reason in (("minato.0123.1", "LOST_EPOCH"), ("osaka.0123.1", "INVALID_FIELDS")):
            with self.assertRaises(wire.Refused) as refused:
                self.connection.stream("SubscribeEvents", {"parent": CITY, "afterPosition": position})
            self.assertEqual(refused.exception.reason, reason)

    @unittest.skipUnless(shutil.which("npx"), "no npx, which runs buf")
    def test_is_readable_json_through_reflection(self):
        command = ["npx", "--yes", "@bufbuild/buf@1.75.0", "curl", "--protocol", "grpc", "--http2-prior-knowledge"]
        command += ["--reflect", "--reflect-protocol", "grpc-v1alpha"]
        request = {"parent": CITY, "resources": [SHEET], "types": ["GoalCreated"], "pageSize": 1}
        url = f"http://{self.server.address_of('sheets')}/mokuhyo.feed.v1.EventService/ReadEvents"
        result = subprocess.run(
            [*command, "-d", json.dumps(request), url],
            cwd=documents.ROOT,
            capture_output=True,
            text=True,
            timeout=4 * PATIENCE_SECONDS,
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        (event,) = json.loads(result.stdout)["events"]
        self.assertEqual(event, self.read_all(resources=[SHEET], types=["GoalCreated"])[0])
        self.assertEqual(event["type"], "mokuhyo.events.v1.GoalCreated")
        self.assertTrue(event["sheet"]["goalCreated"]["goal"]["title"])
        self.assertEqual(event["origin"], "EVENT_ORIGIN_TRANSCRIBED")

    def test_a_subscriber_sees_what_was_and_then_what_happens(self):
        before = self.read_all()
        with self.connection.follow("SubscribeEvents", {"parent": CITY}) as answers:
            seen = []
            for answer in answers:
                if "caughtUp" in answer:
                    break
                seen.append(answer["event"])
            self.assertEqual(seen, before)
            rename_unit(self.connection, "北区 1")
            answer = next(answers)
            self.assertEqual(answer["event"]["organization"]["orgUnitRenamed"]["displayName"], "北区 1")
            position = answer["position"]
        rename_unit(self.connection, "北区 2")
        request = {"parent": CITY, "afterPosition": position, "types": ["OrgUnitRenamed"]}
        with self.connection.follow("SubscribeEvents", request) as answers:
            self.assertEqual(next(answers)["event"]["organization"]["orgUnitRenamed"]["displayName"], "北区 2")
            self.assertIn("caughtUp", next(answers))
        with self.connection.follow("SubscribeEvents", {"parent": CITY, "fromNow": True}) as answers:
            self.assertIn("caughtUp", next(answers))

    def test_the_client_prints_a_line_an_event(self):
        lines = client(self.server, "events", "--city", "minato", "--lang", "en").stdout.splitlines()
        self.assertEqual(len(lines), self.head())
        self.assertRegex(lines[0], r"^1  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  city created  city  ")
        of_sheet = client(
            self.server, "events", "--city", "minato", "--sheet", SHEET, "--type", "GoalCreated", "--json"
        ).stdout.splitlines()
        expected = self.read_all(resources=[SHEET], types=["GoalCreated"])
        self.assertEqual([json.loads(line) for line in of_sheet], expected)
        last = client(self.server, "events", "--city", "minato", "--backwards", "--limit", "2").stdout.splitlines()
        self.assertEqual(last, client(self.server, "events", "--city", "minato").stdout.splitlines()[:-3:-1])
        behind = client(self.server, "events", "--city", "minato", "--after", "3", "--limit", "1", "--json").stdout
        self.assertEqual(json.loads(behind)["number"], "4")

    def test_the_client_says_what_to_do_where_the_history_is_lost(self):
        lost = client(
            self.server, "--lang", "en", "events", "--city", "minato", "--follow", "--after", "minato.0123.3",
            check=False,
        )  # fmt: skip
        self.assertEqual(lost.returncode, 1)
        self.assertIn("LOST_EPOCH", lost.stderr)
        self.assertIn("read again from the start", lost.stderr)

    def test_the_client_fails_where_no_server_is(self):
        with tempfile.TemporaryDirectory() as directory:
            gone = client(
                f"unix:{directory}/nobody", "events", "--city", "minato", "--follow", "--lang", "en", check=False
            )
        self.assertEqual(gone.returncode, 1)
        self.assertIn("is the server running", gone.stderr)
        usage = client(self.server, "events", "--city", "minato", "--from-now", check=False)
        self.assertEqual(usage.returncode, 2)


class FollowTest(unittest.TestCase):
    def setUp(self):
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = Server(directory / "data")
        self.addCleanup(self.server.stop)
        self.server.start()

    def follow(self, *arguments):
        follower = Follower(self.server.address, *arguments)
        self.addCleanup(follower.stop)
        return follower

    def write(self, *names):
        with wire.Connection(self.server.address) as connection:
            for name in names:
                rename_unit(connection, name)

    def head(self):
        with wire.Connection(self.server.address) as connection:
            position = connection.call("ReadEvents", {"parent": CITY})["headPosition"]
        return int(position.rsplit(".", 1)[1])

    def test_follows_across_kill_and_stop_without_a_gap_or_a_repetition(self):
        client(self.server, "import", *sample_files())
        everything = self.follow()
        renamed = self.follow("--type", "OrgUnitRenamed")
        seen = everything.read(self.head())
        self.write("A")
        seen += everything.read(1)
        of_type = renamed.read(1)
        address = self.server.address
        for number, end in enumerate((self.server.kill, self.server.terminate, self.server.kill)):
            end()
            self.server.start(listen=address)
            self.write(f"B{number}", f"C{number}")
            seen += everything.read(2)
        self.assertEqual(numbers(seen), list(range(1, self.head() + 1)))
        status, left, errors = everything.interrupt()
        self.assertEqual((status, left, errors), (0, [], ""))
        names = [event["organization"]["orgUnitRenamed"]["displayName"] for event in of_type + renamed.read(6)]
        self.assertEqual(names, ["A", "B0", "C0", "B1", "C1", "B2", "C2"])
        self.assertEqual(renamed.interrupt(signal.SIGTERM)[:2], (0, []))

    def test_begins_with_what_happens_from_now_on(self):
        client(self.server, "import", *sample_files())
        before = self.head()
        follower = self.follow("--from-now", "--limit", "1")
        # Nobody can see from outside when it has begun: write until it says so.
        for number in range(PATIENCE_SECONDS * 10):
            self.write(f"N{number}")
            try:
                event = follower.events.get(timeout=0.1)
                break
            except queue.Empty:
                continue
        self.assertGreater(int(event["number"]), before)
        self.assertEqual(event["type"], "mokuhyo.events.v1.OrgUnitRenamed")
        # And ends by itself when it has as many as were asked for.
        self.assertEqual(follower.process.wait(PATIENCE_SECONDS), 0)

    def test_ends_at_a_signal_while_the_server_is_away(self):
        client(self.server, "import", *sample_files())
        follower = self.follow("--limit", "1000")
        follower.read(self.head())
        self.server.kill()
        self.assertEqual(follower.interrupt(), (0, [], ""))

    def test_a_stop_of_the_server_does_not_wait_for_followers(self):
        client(self.server, "import", *sample_files())
        follower = self.follow()
        follower.read(self.head())
        seconds, status = self.server.terminate()
        self.assertEqual(status, 0)
        self.assertLess(seconds, 2)


if __name__ == "__main__":
    unittest.main()
