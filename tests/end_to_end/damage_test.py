"""A disk that is full or damages files: the server says so, goes on reading, and never pretends."""

import itertools
import pathlib
import subprocess
import tempfile
import time
import unittest

import grpc

import documents
import wire
from programs import PATIENCE_SECONDS, Server, client

# HealthCheckResponse { status: … }
SERVING, NOT_SERVING = b"\x08\x01", b"\x08\x02"
UNIT = "cities/minato/orgUnits/kita"


def health(server):
    """What the process that holds the store says of itself."""
    with grpc.insecure_channel(server.address.rsplit("=", 1)[-1]) as channel:
        return channel.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=PATIENCE_SECONDS)


def rename(connection, name):
    return connection.write("RenameOrgUnit", {"name": UNIT, "displayName": name})


def until(condition):
    """Asks again and again until the answer is yes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE_SECONDS} seconds")


class DamagedStoreTest(unittest.TestCase):
    def setUp(self):
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = Server(directory / "data")
        self.addCleanup(self.server.stop)
        self.server.start()
        client(self.server, "import", *sorted(documents.SAMPLE.glob("*.json")))
        self.sheet = documents.load(documents.sheets_in(documents.SAMPLE)[0])["name"]

    def at(self, time_of_question):
        request = {"name": self.sheet, "asOfTime": time_of_question}
        with wire.Connection(self.server.address) as connection:
            return connection.call("GetSheet", request), connection.export(self.sheet, asOfTime=time_of_question)

    def settled(self, time_of_question):
        try:
            self.at(time_of_question)
        except wire.Refused as refused:
            self.assertEqual(refused.reason, "NOT_SETTLED")
            return False
        return True

    def damage_the_newest_log(self):
        logs = (self.server.data_dir / "events" / "log").glob("*.log")
        log = max(path for path in logs if path.stat().st_size > 0)
        content = bytearray(log.read_bytes())
        content[-20] ^= 1
        log.write_bytes(content)
        return log

    def refusal(self, method, request):
        with wire.Connection(self.server.address) as connection, self.assertRaises(wire.Refused) as caught:
            connection.call(method, request)
        return caught.exception

    def test_what_is_whole_is_served_and_nothing_more(self):
        with wire.Connection(self.server.address) as connection:
            (city,) = connection.call("GetStatus")["cities"]
            imported_at, events = city["lastRecordedAt"], int(city["eventCount"])
            numbers = itertools.count(1)
            until(lambda: rename(connection, f"北区 {next(numbers)}") and self.settled(imported_at))
            (city,) = connection.call("GetStatus")["cities"]
        before = self.at(imported_at)
        self.server.kill()
        log = self.damage_the_newest_log()

        # And again: it does not start in circles.
        for _ in range(2):
            self.server.start()
            self.assertEqual(health(self.server), NOT_SERVING)
            with wire.Connection(self.server.address) as connection:
                status = connection.call("GetStatus")
            self.assertEqual(status["storeState"], "STORE_STATE_DAMAGED")
            self.assertIn(log.name, status["storeStateReason"])
            self.assertIn("restore a backup", status["storeStateReason"])
            (damaged,) = status["cities"]
            self.assertEqual(damaged["displayName"], city["displayName"])
            self.assertGreater(int(damaged["damagedFrom"]), events)
            self.assertLessEqual(int(damaged["damagedFrom"]), int(city["eventCount"]))

            self.assertEqual(self.at(imported_at), before)
            with wire.Connection(self.server.address) as connection:
                page = connection.call("ReadEvents", {"parent": "cities/minato", "pageSize": 1000})
            whole = int(damaged["damagedFrom"]) - 1
            self.assertEqual([int(event["number"]) for event in page["events"]], list(range(1, whole + 1)))
            self.assertNotIn("end", page)
            behind = {"parent": "cities/minato", "afterPosition": page["nextPosition"]}
            self.assertEqual(self.refusal("ReadEvents", behind).code, "DATA_LOSS")
            last = {"name": self.sheet, "asOfTime": city["lastRecordedAt"]}
            until(lambda: self.refusal("GetSheet", last).reason != "NOT_SETTLED")
            for refused in (
                self.refusal("GetSheet", {"name": self.sheet}),
                self.refusal("GetSheet", last),
                self.refusal("RenameOrgUnit", {"name": UNIT, "displayName": "北区"}),
            ):
                self.assertEqual(refused.code, "DATA_LOSS")
                self.assertIn("restore a backup", refused.message)
            self.server.terminate()
        self.assertIn("takes no writes", self.server.log.read_text(errors="replace"))


class DamagedCityTest(unittest.TestCase):
    def setUp(self):
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = Server(directory / "data")
        self.addCleanup(self.server.stop)
        self.server.start()
        client(self.server, "import", *sorted(documents.SAMPLE.glob("*.json")))
        self.org_units = documents.load(documents.SAMPLE / documents.ORG_UNITS)
        with wire.Connection(self.server.address) as connection:
            documents.open_city(connection, self.org_units, "minato", as_city="sakai")
        # Starting anew brings everything into a table.
        self.server.terminate()
        self.server.start()
        self.server.terminate()

    def damage_the_first_block(self):
        """That of the first city's first events."""
        (table,) = (self.server.data_dir / "events" / "log").glob("*.sst")
        content = bytearray(table.read_bytes())
        content[50] ^= 1
        table.write_bytes(content)
        return table

    def test_the_other_cities_are_read_and_written(self):
        table = self.damage_the_first_block()
        self.server.start()
        self.assertEqual(health(self.server), SERVING)
        with wire.Connection(self.server.address) as connection:
            status = connection.call("GetStatus")
            self.assertEqual(status["storeState"], "STORE_STATE_SERVING")
            damaged_from = {city["name"]: int(city.get("damagedFrom", 0)) for city in status["cities"]}
            self.assertEqual(damaged_from, {"cities/minato": 1, "cities/sakai": 0})
            with self.assertRaises(wire.Refused) as caught:
                rename(connection, "北区 1")
            self.assertEqual(caught.exception.code, "DATA_LOSS")
            unit = {"name": UNIT.replace("minato", "sakai"), "displayName": "北区 1"}
            connection.write("RenameOrgUnit", unit)
            self.assertEqual(connection.call("GetOrgUnit", {"name": unit["name"]})["orgUnit"]["displayName"], "北区 1")
        log = self.server.log.read_text(errors="replace")
        self.assertIn("a log cannot be read to its end", log)
        self.assertIn(table.name, log)


class FullDiskTest(unittest.TestCase):
    def setUp(self):
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.disk = directory / "disk"
        self.disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", self.disk]
        mounted = subprocess.run(mount, capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest(f"no small disk can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)
        self.server = Server(self.disk / "data")
        self.server.log = directory / "log"
        self.addCleanup(self.server.stop)
        self.server.start()

    def fill(self):
        """Leaves no byte free; returns the file that does."""
        ballast = self.disk / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"b" * 4096)
            except OSError:
                return ballast

    def refused(self, connection, numbers):
        try:
            rename(connection, f"北区 {next(numbers)}")
        except wire.Refused as refused:
            return refused
        return None

    def test_reads_go_on_and_writes_come_back_when_there_is_room(self):
        org_units = documents.load(documents.SAMPLE / documents.ORG_UNITS)
        numbers = itertools.count(1)
        with wire.Connection(self.server.address) as connection:
            documents.open_city(connection, org_units, "minato")
            ballast = self.fill()
            until(lambda: self.refused(connection, numbers))
            until(lambda: self.refused(connection, numbers).reason == "STORE_READ_ONLY")
            self.assertEqual(health(self.server), NOT_SERVING)
            status = connection.call("GetStatus")
            self.assertEqual(status["storeState"], "STORE_STATE_READ_ONLY")
            self.assertIn("make room", status["storeStateReason"])
            connection.call("GetOrgUnit", {"name": UNIT})

            ballast.unlink()
            until(lambda: self.refused(connection, numbers) is None)
            self.assertEqual(health(self.server), SERVING)
            self.assertEqual(connection.call("GetStatus")["storeState"], "STORE_STATE_SERVING")
            name = connection.call("GetOrgUnit", {"name": UNIT})["orgUnit"]["displayName"]
            self.assertEqual(name, f"北区 {next(numbers) - 1}")

    def test_a_server_starts_on_a_full_disk(self):
        org_units = documents.load(documents.SAMPLE / documents.ORG_UNITS)
        with wire.Connection(self.server.address) as connection:
            documents.open_city(connection, org_units, "minato")
            rename(connection, "北区 1")
        self.server.kill()
        ballast = self.fill()
        self.server.start()
        self.assertEqual(health(self.server), NOT_SERVING)
        with wire.Connection(self.server.address) as connection:
            status = connection.call("GetStatus")
            self.assertEqual(status["storeState"], "STORE_STATE_READ_ONLY")
            name = connection.call("GetOrgUnit", {"name": UNIT})["orgUnit"]["displayName"]
            self.assertEqual(name, "北区 1")
            with self.assertRaises(wire.Refused) as caught:
                rename(connection, "北区 2")
            self.assertEqual(caught.exception.reason, "STORE_READ_ONLY")

            ballast.unlink()
            numbers = itertools.count(2)
            until(lambda: self.refused(connection, numbers) is None)
            self.assertEqual(health(self.server), SERVING)


if __name__ == "__main__":
    unittest.main()
