"""Five processes over one store: each reads what another wrote, and all outlive the store's process."""

import itertools
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest
import uuid

import documents
import wire
from programs import BIN, PATIENCE_SECONDS, ServerTest, client

CITY = "cities/minato"
UNITS = 4
# What a caller answers by repeating the request with its id.
TRANSIENT = ("UNAVAILABLE", "UNKNOWN", "DEADLINE_EXCEEDED", "CANCELLED")


class ProcessesTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.org_units = documents.load(documents.SAMPLE / documents.ORG_UNITS)
        documents.open_city(cls.connection, cls.org_units, "minato")

    def test_what_one_process_wrote_another_reads_at_once(self):
        name = f"{CITY}/sheets/2030-kita"
        sheet = {"orgUnit": "kita", "form": "niigata-section-goals", "fiscalYear": 2030}
        self.connection.write("CreateSheet", {"parent": CITY, "sheetId": "2030-kita", "sheet": sheet})
        for number in range(200):
            change = {"sheet": {"name": name, "subtitle": f"{number}"}, "updateMask": "subtitle"}
            position = self.connection.write("UpdateSheet", change)["position"]
            # Every other time the whole log, not only the stream of the sheet.
            if number % 2:
                read = self.connection.call("GetSheet", {"name": name, "atLeastPosition": position})["sheet"]
                self.assertEqual(read["subtitle"], f"{number}")
            else:
                request = {"parent": CITY, "atLeastPosition": position, "direction": "READ_DIRECTION_BACKWARDS"}
                last = self.connection.call("ReadEvents", {**request, "pageSize": 1})["events"][0]
                self.assertEqual(last["position"], position)

    def rename(self, unit, last_round):
        """Renames a unit to 1, 2, 3 …, each until it is answered; stops when `last_round` is set."""
        with wire.Connection(self.server.address, actor=unit) as connection:
            for number in itertools.count(1):
                if last_round.is_set():
                    return
                request = {
                    "name": f"{CITY}/orgUnits/{unit}",
                    "displayName": f"{unit} {number}",
                    "requestId": str(uuid.uuid4()),
                }
                while True:
                    try:
                        connection.call("RenameOrgUnit", request)
                        break
                    except wire.Refused as refused:
                        self.assertIn(refused.code, TRANSIENT, refused)
                self.acknowledged[unit] = number

    def test_writers_lose_and_double_nothing_while_the_store_is_killed(self):
        units = [unit["id"] for unit in self.org_units["orgUnits"]][:UNITS]
        self.acknowledged, self.failures = dict.fromkeys(units, 0), []
        last_round = threading.Event()

        def work(unit):
            try:
                self.rename(unit, last_round)
            except BaseException as failure:  # pylint: disable=broad-exception-caught
                self.failures.append(failure)

        writers = [threading.Thread(target=work, args=(unit,)) for unit in units]
        pids = [service.process.pid for service in self.server.services.values()]
        for writer in writers:
            writer.start()
        for _ in range(5):
            self.await_progress()
            self.server.store.kill()
            self.server.start_store()
        self.await_progress()
        last_round.set()
        for writer in writers:
            writer.join()
        self.assertEqual(self.failures, [])

        # The log says, for each unit, every name once and in order: nothing lost, nothing twice.
        recorded = {unit: [] for unit in units}
        for event in self.events():
            if event["type"].endswith(".OrgUnitRenamed") and event["actor"] in recorded:
                recorded[event["actor"]].append(event["organization"]["orgUnitRenamed"]["displayName"])
        for unit, last in self.acknowledged.items():
            self.assertEqual(recorded[unit], [f"{unit} {number}" for number in range(1, last + 1)])
        # And the services are the same as before.
        for service, pid in zip(self.server.services.values(), pids):
            self.assertIsNone(service.process.poll(), service.name)
            self.assertEqual(service.process.pid, pid)

    def await_progress(self):
        """Returns when every writer got further."""
        before = dict(self.acknowledged)
        with wire.Connection(self.server.address) as connection:
            # Each question takes a moment; the writers go on meanwhile.
            for _ in range(PATIENCE_SECONDS * 1000):
                if self.failures or all(self.acknowledged[unit] > last + 1 for unit, last in before.items()):
                    return
                connection.call("ListOrgUnits", {"parent": CITY})
        raise AssertionError(f"no progress beyond {before}: {self.acknowledged}")

    def events(self):
        request = {"parent": CITY, "pageSize": 1000}
        while True:
            page = self.connection.call("ReadEvents", request)
            yield from page.get("events", [])
            if page.get("end"):
                return
            request["afterPosition"] = page["nextPosition"]

    def test_the_store_is_asked_over_its_own_listener(self):
        """EventStoreService, as the services use it; operators' calls are not served there, nor its own elsewhere."""
        with wire.Connection(self.server.store.addresses[0], actor="service") as store:
            self.assertIn("minato", store.call("ListCities")["cities"])
            head = store.call("GetHead", {"city": "minato"})
            stream = {"city": "minato", "stream": "organization"}
            revision = int(store.call("GetStreamRevision", stream)["revision"])
            page = store.call("ReadStream", {**stream, "direction": "DIRECTION_BACKWARDS", "maxEvents": 1})
            self.assertEqual(int(page["events"][0]["revision"]), revision)
            page = store.call("ReadCity", {"city": "minato", "streamPrefixes": ["forms"], "maxEvents": 2})
            self.assertEqual({event["stream"] for event in page["events"]}, {"forms"})
            self.assertLessEqual(int(page["nextPosition"]), int(head["position"]) + 1)
            limit = int(store.call("GetLimits")["limits"]["maxCityNameBytes"])
            with self.assertRaises(wire.Refused) as refused:
                store.call("GetHead", {"city": "x" * (limit + 1)})
            self.assertEqual((refused.exception.code, refused.exception.reason), ("OUT_OF_RANGE", "TOO_LARGE"))
            with self.assertRaises(wire.Refused) as elsewhere:
                store.call("GetStatus")
            self.assertEqual(elsewhere.exception.code, "UNIMPLEMENTED")

    def test_the_receipt_of_a_request_is_in_the_store(self):
        request_id = str(uuid.uuid4())
        rename = {"name": f"{CITY}/orgUnits/kita", "displayName": "北区", "requestId": request_id}
        answered = self.connection.call("RenameOrgUnit", rename)["result"]
        method = "mokuhyo.organization.v1.OrganizationService/RenameOrgUnit"
        key = {"caller": "end-to-end", "method": method, "id": request_id}
        with wire.Connection(self.server.store.addresses[0], actor="service") as store:
            receipt = store.call("FindRequest", {"city": "minato", "request": key})["receipt"]
            self.assertEqual(answered["position"].rsplit(".", 1)[1], receipt["appended"]["lastPosition"])
            self.assertTrue(receipt["requestHash"])
            unknown = {**key, "id": str(uuid.uuid4())}
            self.assertEqual(store.call("FindRequest", {"city": "minato", "request": unknown}), {})

    def test_calls_say_that_the_store_is_away_and_work_when_it_is_back(self):
        unit = {"name": f"{CITY}/orgUnits/kita"}
        calls = [
            ("RenameOrgUnit", {**unit, "displayName": "北区", "requestId": str(uuid.uuid4())}),
            ("GetOrgUnit", unit),
            ("ListSheets", {"parent": CITY}),
        ]
        reasons = {}

        def ask(method, request):
            try:
                with wire.Connection(self.server.address) as connection:
                    reasons[method] = connection.call(method, request)
            except wire.Refused as refused:
                reasons[method] = (refused.code, refused.reason)

        self.server.store.kill()
        try:
            threads = [threading.Thread(target=ask, args=call) for call in calls]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            self.server.start_store()
        self.assertEqual(reasons, {method: ("UNAVAILABLE", "STORE_UNREACHABLE") for method, _ in calls})
        # The first may find that the connection is not up again.
        for method, request in calls:
            self.assertIsNotNone(self.connection.call(method, request))

    def test_a_client_that_knows_not_all_processes_says_which_is_missing(self):
        goals = f"goals={self.server.address_of('goals')}"
        for arguments, missing in ((["sheets", "--city", "minato"], "sheets"), (["admin", "status"], "admin")):
            refused = client(goals, *arguments, check=False)
            self.assertEqual(refused.returncode, 1)
            self.assertIn(f"{missing}=HOST:PORT", refused.stderr)
        usage = client("gaols=127.0.0.1:1", "sheets", "--city", "minato", check=False)
        self.assertEqual(usage.returncode, 2)
        self.assertIn('no service "gaols"', usage.stderr)
        # By the environment, as a list.
        environment = {**os.environ, "MOKUHYO_SERVER": self.server.address}
        status = subprocess.run(
            [BIN / "mokuhyo", "admin", "status"], env=environment, capture_output=True, timeout=PATIENCE_SECONDS
        )
        self.assertEqual(status.returncode, 0, status.stderr)

    def test_a_store_that_is_none_is_refused_at_the_start(self):
        not_a_store = f"grpc://{self.server.address_of('goals')}"
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for store, problem in (("mysql://x", "mysql://x"), (not_a_store, "no event store"), ("grpc://", "grpc://")):
            with self.subTest(store):
                result = subprocess.run(
                    [BIN / "mokuhyo-goalsd", "--event-store", store, "--listen", "127.0.0.1:0"],
                    cwd=directory,
                    capture_output=True,
                    text=True,
                    timeout=PATIENCE_SECONDS,
                )
                self.assertEqual(result.returncode, 1)
                self.assertIn(problem, result.stderr)


if __name__ == "__main__":
    unittest.main()
