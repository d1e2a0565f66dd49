"""What was acknowledged is there after a power cut; a data directory has one holder; stopping is quick."""

import fcntl
import itertools
import json
import os
import pathlib
import queue
import subprocess
import tempfile
import threading
import unittest

import grpc

import documents
import wire
from programs import BIN, PATIENCE_SECONDS, Server, client

REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
# ServerReflectionRequest { list_services: "" }
LIST_SERVICES = b"\x3a\x00"


class DurabilityTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = Server(self.directory / "data")
        self.addCleanup(self.server.stop)
        self.server.start()

    def state(self):
        """Everything that can be read of the sample ward, and where its log stands."""
        with wire.Connection(self.server.address) as connection:
            (city,) = connection.call("GetStatus")["cities"]
            # Checkpoints come by the clock.
            city = {key: value for key, value in city.items() if not key.startswith("checkpoint")}
            sheets = [documents.load(file)["name"] for file in documents.sheets_in(documents.SAMPLE)]
            request = {"parent": "cities/minato", "orgUnit": "kita", "fiscalYear": 2023}
            return (
                city,
                [json.loads(connection.export(sheet)) for sheet in sheets],
                [connection.call("GetSheet", {"name": sheet}) for sheet in sheets],
                connection.call("GetYearlySummary", request),
                connection.call("ListOrgUnits", {"parent": "cities/minato"}),
            )

    def test_state_survives_kill_and_stop(self):
        client(self.server, "import", *sorted(documents.SAMPLE.glob("*.json")))
        before = self.state()
        self.server.kill()
        self.server.start()
        self.assertEqual(self.state(), before)
        self.server.terminate()
        self.server.start()
        self.assertEqual(self.state(), before)

    def test_a_clean_stop_leaves_nothing_to_a_single_file(self):
        """What a write-ahead log held is in a table by then, and a checkpoint covers it."""
        client(self.server, "import", *sorted(documents.SAMPLE.glob("*.json")))
        before = self.state()
        self.server.terminate()
        logs = sorted((self.server.data_dir / "events" / "log").glob("*.log"))
        self.assertTrue(logs)
        for log in logs:
            log.unlink()
        self.server.start()
        self.assertEqual(self.state(), before)
        with wire.Connection(self.server.address) as connection:
            (city,) = connection.call("GetStatus")["cities"]
        self.assertEqual(city["checkpointSize"], city["eventCount"])

    def test_acknowledged_writes_survive_kill(self):
        org_units = documents.load(documents.SAMPLE / documents.ORG_UNITS)
        with wire.Connection(self.server.address) as connection:
            documents.open_city(connection, org_units, "minato")
        acknowledged, enough = [], threading.Event()

        def rename_until_the_lights_go_out(unit):
            with wire.Connection(self.server.address) as connection:
                for number in itertools.count(1):
                    name = f"{unit} {number}"
                    request = {"name": f"cities/minato/orgUnits/{unit}", "displayName": name}
                    try:
                        connection.write("RenameOrgUnit", request)
                    except wire.Refused:
                        return
                    acknowledged.append((unit, number))
                    if len(acknowledged) >= 60:
                        enough.set()

        units = [unit["id"] for unit in org_units["orgUnits"]][:4]
        threads = [threading.Thread(target=rename_until_the_lights_go_out, args=(unit,)) for unit in units]
        for thread in threads:
            thread.start()
        self.assertTrue(enough.wait(PATIENCE_SECONDS))
        self.server.kill()
        for thread in threads:
            thread.join()
        self.server.start()
        with wire.Connection(self.server.address) as connection:
            for unit in units:
                name = connection.call("GetOrgUnit", {"name": f"cities/minato/orgUnits/{unit}"})["orgUnit"]
                last = max(number for one, number in acknowledged if one == unit)
                # The write that was under way when the lights went out may be there or not.
                self.assertIn(name["displayName"], (f"{unit} {last}", f"{unit} {last + 1}"))
            (city,) = connection.call("GetStatus")["cities"]
            self.assertEqual(int(city["position"].rsplit(".", 1)[1]), int(city["eventCount"]))

    def test_repeat_after_kill_gets_the_first_answer(self):
        request = {"cityId": "minato", "displayName": "みなと市", "requestId": "create-minato"}
        with wire.Connection(self.server.address) as connection:
            first = connection.call("CreateCity", request)["result"]
        self.server.kill()
        self.server.start()
        with wire.Connection(self.server.address) as connection:
            again = connection.call("CreateCity", request)["result"]
        self.assertTrue(again.pop("replayed"))
        self.assertEqual(again, first)

    def test_second_start_says_who_holds_the_directory(self):
        second = subprocess.run(
            [BIN / "mokuhyod", "--data-dir", self.server.data_dir, "--listen", "127.0.0.1:0"],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        self.assertEqual(second.returncode, 1)
        self.assertIn(str(self.server.process.pid), second.stderr)
        self.assertIn(str(self.server.data_dir), second.stderr)
        with wire.Connection(self.server.address) as connection:
            connection.call("GetStatus")

    def test_stops_within_five_seconds(self):
        with wire.Connection(self.server.address) as connection:
            connection.call("GetStatus")
            # An idle client that stays connected must not hold the server up.
            seconds, status = self.server.terminate()
        self.assertEqual(status, 0)
        self.assertLess(seconds, 5)

    def test_stops_within_five_seconds_whatever_clients_and_log_readers_do(self):
        self.server.stop()
        nobody_reads, log = os.pipe()
        self.addCleanup(os.close, nobody_reads)
        fcntl.fcntl(log, fcntl.F_SETPIPE_SZ, 4096)
        self.server.start(stderr=log)
        os.close(log)
        # The process that holds the store, and whose log nobody reads.
        address = self.server.address_of("admin")
        with grpc.insecure_channel(address) as channel, wire.Connection(address) as connection:
            watch = channel.unary_stream("/grpc.health.v1.Health/Watch")(b"")
            next(watch)
            questions = queue.Queue()
            questions.put(LIST_SERVICES)
            reflection = channel.stream_stream(REFLECTION)(iter(questions.get, None))
            next(reflection)
            # More lines than the pipe holds; the server answers all the same.
            for _ in range(100):
                connection.call("GetStatus")
            seconds, status = self.server.terminate()
            questions.put(None)
        self.assertEqual(status, 0)
        self.assertLess(seconds, 5)

    def test_a_log_pipe_that_breaks_does_not_stop_the_server(self):
        self.server.stop()
        reader, log = os.pipe()
        self.server.start(stderr=log)
        os.close(log)
        os.close(reader)
        with wire.Connection(self.server.address) as connection:
            for _ in range(10):
                connection.call("GetStatus")
        self.assertIsNone(self.server.process.poll())

    def test_an_empty_data_directory_is_refused(self):
        refused = subprocess.run(
            [BIN / "mokuhyod", "--data-dir", ""], capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--data-dir", refused.stderr)

    def test_taken_port_is_said(self):
        second = subprocess.run(
            [BIN / "mokuhyod", "--data-dir", self.directory / "other", "--listen", self.server.address_of("goals")],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        self.assertEqual(second.returncode, 1)
        self.assertIn(self.server.address_of("goals"), second.stderr)


if __name__ == "__main__":
    unittest.main()
