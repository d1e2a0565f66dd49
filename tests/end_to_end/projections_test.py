"""What is derived from the log: kept from one start to the next, rebuilt while reads go on, never the reason of an error."""

import json
import pathlib
import random
import shutil
import tempfile
import threading
import unittest

import grpc

import documents
import wire
from programs import ANY_PORT, FIVE, Program, Server, client

CITY = "cities/minato"
YEAR = {"parent": CITY, "orgUnit": "kita", "fiscalYear": 2023}
ROUNDS = 12


class ProjectionsTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = Server(self.directory / "data")
        self.addCleanup(self.server.stop)
        self.server.start()
        client(self.server, "import", *sorted(documents.SAMPLE.glob("*.json")))
        self.answers = self.ask()

    def ask(self):
        """What depends on the index of sheets, without the positions, which writes move on."""
        with wire.Connection(self.server.address) as connection:
            sheets = connection.call("ListSheets", {"parent": CITY, "pageSize": 100})["sheets"]
            return [sheet["name"] for sheet in sheets], connection.call("GetYearlySummary", YEAR)["summary"]

    def projection(self, *arguments):
        (projection,) = json.loads(client(self.server, "--json", "admin", "projections", *arguments).stdout)["projections"]
        return projection

    def behind(self):
        """Events of the city that are not in the index."""
        (city,) = self.projection()["checkpoints"]
        return int(city.get("eventsBehind", 0))

    def index_directory(self):
        where = self.directory / "data.sheets" if FIVE else self.directory / "data" / "projections"
        return where / "sheet-index"

    def test_it_is_kept_from_one_start_to_the_next(self):
        first = self.projection()
        self.assertEqual((first["name"], int(first["generation"])), ("sheet-index", 1))
        self.assertGreater(int(first["sizeBytes"]), 0)
        for stop in self.server.terminate, self.server.kill:
            stop()
            self.server.start()
            # Nobody has asked for anything yet.
            self.assertEqual(self.behind(), 0)
            self.assertEqual(self.ask(), self.answers)
            self.assertEqual(self.projection()["builtTime"], first["builtTime"])

    def test_lists_them_over_grpc(self):
        with wire.Connection(self.server.address) as connection:
            (projection,) = connection.call("ListProjections")["projections"]
        self.assertEqual(projection["name"], "sheet-index")
        self.assertEqual([checkpoint["city"] for checkpoint in projection["checkpoints"]], [CITY])
        self.assertEqual(projection, self.projection())

    def test_a_rebuild_makes_the_next_generation(self):
        rebuilt = json.loads(client(self.server, "--json", "admin", "rebuild-projections").stdout)
        self.assertEqual(int(rebuilt["generation"]), 2)
        self.assertEqual(rebuilt["eventsDone"], rebuilt["eventsTotal"])
        self.assertEqual(rebuilt["city"], CITY)
        self.assertEqual(int(self.projection()["generation"]), 2)
        self.assertEqual(self.behind(), 0)
        self.assertEqual(self.ask(), self.answers)
        self.assertIn("世代: 3", client(self.server, "admin", "rebuild-projections").stdout)
        self.assertIn("generation 3", client(self.server, "--lang", "en", "admin", "projections").stdout)
        self.assertEqual({path.name for path in self.index_directory().iterdir()}, {"3", "CURRENT", "holder"})

    def test_each_process_has_its_own(self):
        client(self.server, "admin", "rebuild-projections", "--process", "evaluations")
        expected = 1 if FIVE else 2
        self.assertEqual(int(self.projection("--process", "sheets")["generation"]), expected)
        self.assertEqual(int(self.projection("--process", "evaluations")["generation"]), 2)
        self.assertEqual(client(self.server, "admin", "projections", "--process", "goals", check=False).returncode, 2)

    def test_reads_and_writes_go_on_during_rebuilds(self):
        stop = threading.Event()
        rebuilt = []

        def rebuild_until_told():
            with wire.Connection(self.server.address) as connection:
                while not stop.is_set():
                    rebuilt.append(int(connection.stream("RebuildProjections")[-1]["generation"]))

        rebuilders = [threading.Thread(target=rebuild_until_told) for _ in range(2)]
        for rebuilder in rebuilders:
            rebuilder.start()
        try:
            with wire.Connection(self.server.address) as connection:
                for number in range(40):
                    sheet = {"form": "niigata-section-goals", "fiscalYear": 2030 + number, "orgUnit": "kita"}
                    written = connection.write(
                        "CreateSheet", {"parent": CITY, "sheetId": f"new-{number}", "sheet": sheet}
                    )
                    request = {"parent": CITY, "pageSize": 1000, "atLeastPosition": written["position"]}
                    names = [sheet["name"] for sheet in connection.call("ListSheets", request)["sheets"]]
                    self.assertEqual(len(names), len(self.answers[0]) + number + 1)
                    self.assertEqual(connection.call("GetYearlySummary", YEAR)["summary"], self.answers[1])
        finally:
            stop.set()
            for rebuilder in rebuilders:
                rebuilder.join()
        # Each caller hears of later ones only, and both may have heard of the same.
        self.assertGreater(max(rebuilt), 2)

    def test_whatever_becomes_of_the_directory_readers_get_answers(self):
        def lose(directory):
            shutil.rmtree(directory)

        def garble(directory):
            for path in directory.glob("*/*"):
                path.write_bytes(b"\0" * path.stat().st_size)

        def point_nowhere(directory):
            (directory / "CURRENT").write_text("77\n")

        for damage in lose, garble, point_nowhere:
            with self.subTest(damage.__name__):
                self.server.terminate()
                damage(self.index_directory())
                self.server.start()
                self.assertEqual(self.ask(), self.answers)
                self.assertGreater(int(self.projection()["sizeBytes"]), 0)

    def test_a_server_killed_during_a_rebuild_answers_right_after_it(self):
        draw = random.Random()
        for number in range(ROUNDS):
            with self.subTest(round=number), wire.Connection(self.server.address) as connection:
                heard = threading.Semaphore(0)

                def rebuild_until_it_ends():
                    try:
                        while True:
                            with connection.follow("RebuildProjections") as answers:
                                for _ in answers:
                                    heard.release()
                    except (wire.Refused, grpc.RpcError):
                        heard.release()

                rebuilder = threading.Thread(target=rebuild_until_it_ends)
                rebuilder.start()
                # At whatever step the next rebuild has got to by then.
                for _ in range(draw.randint(1, 6)):
                    heard.acquire()
                self.server.kill()
                rebuilder.join()
                self.server.start()
                self.assertEqual(self.ask(), self.answers)
                # The one that answers, and what the next rebuild goes on from.
                self.assertLessEqual(len(list(self.index_directory().glob("[0-9]*"))), 2)
        client(self.server, "admin", "rebuild-projections")
        self.assertEqual(self.ask(), self.answers)
        self.assertEqual(len(list(self.index_directory().glob("[0-9]*"))), 1)

    @unittest.skipUnless(FIVE, "one process alone has the data directory")
    def test_a_directory_is_of_one_process(self):
        second = Program("mokuhyo-sheetsd", self.directory / "second.log")
        self.addCleanup(second.stop)
        store = f"grpc://{self.server.store.addresses[0]}"
        second.launch(
            "--event-store", store, "--listen", ANY_PORT, "--projection-dir", self.index_directory().parent
        )
        self.assertEqual(second.process.wait(60), 1)
        self.assertIn("is held by process", second.log.read_text())


if __name__ == "__main__":
    unittest.main()
