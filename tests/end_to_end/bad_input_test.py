"""Bad input gets one clear answer with all violations, and changes nothing."""

import base64
import copy
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import documents
from programs import BIN, ServerTest, client
from wire import Refused

CITY = "cities/minato"
DRAFT = f"{CITY}/sheets/draft"
PUBLISHED = f"{CITY}/sheets/published"
SECTION_FORM = "niigata-section-goals"


def document(**changes):
    """A small document that would be taken, with changes at the top."""
    return {
        "name": f"{CITY}/sheets/2025-kita-kankyo",
        "form": SECTION_FORM,
        "fiscalYear": 2025,
        "orgUnit": "kita-kankyo",
        "state": "GOALS_SET",
        "goals": [{"label": "1", "level": "goal", "title": "浜をきれいにします。"}],
        **changes,
    }


def encoded(text):
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return {"documentJson": base64.b64encode(data).decode("ascii")}


def nested(depth):
    goal = {"level": "goal", "title": "底"}
    for _ in range(depth):
        goal = {"level": "goal", "title": "上", "goals": [goal]}
    return [goal]


GOOD = json.dumps(document(), ensure_ascii=False)

# Name, file, fields that must be named. All are INVALID_ARGUMENT.
FILES = [
    ("empty", b"", []),
    ("only spaces", b"  \n", []),
    ("truncated", GOOD[: len(GOOD) // 2].encode("utf-8"), []),
    ("two documents", (GOOD + GOOD).encode("utf-8"), []),
    ("no object", b"[]", []),
    ("byte order mark", b"\xef\xbb\xbf" + GOOD.encode("utf-8"), []),
    ("UTF-16", GOOD.encode("utf-16"), []),
    ("Shift_JIS", GOOD.encode("shift_jis"), []),
    ("unknown field", GOOD.replace('"orgUnit"', '"colour": "red", "orgUnit"'), ["colour"]),
    ("unknown field below", GOOD.replace('"label"', '"lable": "1", "label"'), ["goals[0].lable"]),
    ("proto names", GOOD.replace('"fiscalYear"', '"fiscal_year"'), ["fiscal_year"]),
    ("duplicate key", GOOD.replace('"label"', '"label": "0", "label"'), ["goals[0].label"]),
    ("text for a number", GOOD.replace("2025,", '"2025",'), ["fiscalYear"]),
    ("number for a text", GOOD.replace('"label": "1"', '"label": 1'), ["goals[0].label"]),
    ("fraction for a year", GOOD.replace("2025,", "2025.5,"), ["fiscalYear"]),
    ("null", GOOD.replace('"label": "1"', '"label": null'), ["goals[0].label"]),
    ("unknown state", GOOD.replace("GOALS_SET", "GOALS_DREAMT"), ["state"]),
    (
        "several at once",
        GOOD.replace('"label": "1"', '"label": 1, "lable": "1"').replace("GOALS_SET", "GOALS_DREAMT"),
        ["goals[0].label", "goals[0].lable", "state"],
    ),
    ("larger than 512 KiB", json.dumps(document(notes=["長い" * 2000] * 60), ensure_ascii=False), []),
    ("nested for ever", b'{"goals":' + b"[{\"goals\":" * 5000, []),
]

# Name, changes of the document, code, fields that must be named.
DOCUMENTS = [
    ("form unknown", {"form": "no-such-form"}, "INVALID_ARGUMENT", ["form"]),
    ("version unknown", {"formVersion": 99}, "INVALID_ARGUMENT", ["formVersion"]),
    ("level unknown", {"goals": [{"level": "dream", "title": "夢"}]}, "INVALID_ARGUMENT", ["goals[0].level"]),
    ("level in the wrong place", {"goals": [{"level": "item", "title": "行"}]}, "INVALID_ARGUMENT", ["goals[0].level"]),
    ("city in the name", {"name": "no name"}, "INVALID_ARGUMENT", ["name"]),
    ("name missing", {"name": ""}, "INVALID_ARGUMENT", ["name"]),
    ("state missing", {"state": "STATE_UNSPECIFIED"}, "INVALID_ARGUMENT", ["state"]),
    ("year out of range", {"fiscalYear": 20222}, "INVALID_ARGUMENT", ["fiscalYear"]),
    ("unit unknown", {"orgUnit": "nowhere"}, "INVALID_ARGUMENT", ["orgUnit"]),
    ("no day", {"createdOn": "2025-02-30"}, "INVALID_ARGUMENT", ["createdOn"]),
    ("text key unknown", {"texts": {"poem": "春"}}, "INVALID_ARGUMENT", ["texts.poem"]),
    ("title too long", {"title": "長" * 4001}, "INVALID_ARGUMENT", ["title"]),
    ("control character", {"title": "鈴\u0007"}, "INVALID_ARGUMENT", ["title"]),
    ("not NFC", {"title": "か\u3099"}, "INVALID_ARGUMENT", ["title"]),
    ("deeper than 12", {"goals": nested(13)}, "INVALID_ARGUMENT", []),
    ("more than 1,000 goals", {"goals": [{"level": "goal"}] * 1001}, "INVALID_ARGUMENT", []),
    (
        "rating not on the scale",
        {"state": "EVALUATED", "goals": [{"level": "goal", "evaluation": {"rating": "S"}}]},
        "INVALID_ARGUMENT",
        ["goals[0].evaluation.rating"],
    ),
    ("mark unknown", {"goals": [{"level": "goal", "marks": ["comet"]}]}, "INVALID_ARGUMENT", ["goals[0].marks[0]"]),
    ("declared total of a rating unknown", {"declaredTotals": [{"scope": "", "counts": {"S": 1}}]}, "INVALID_ARGUMENT", []),
    (
        "several at once",
        {"fiscalYear": 20222, "goals": [{"level": "dream"}, {"level": "goal", "title": "\u0007"}]},
        "INVALID_ARGUMENT",
        ["fiscalYear", "goals[0].level", "goals[1].title"],
    ),
    ("second sheet of unit, year and form", {"fiscalYear": 2024, "orgUnit": "kita-kurashi"}, "ALREADY_EXISTS", []),
    (
        "another unit than before",
        {"name": PUBLISHED, "fiscalYear": 2024, "orgUnit": "kita-kyodo"},
        "FAILED_PRECONDITION",
        [],
    ),
]

# Name, method, request, code, reason.
CALLS = [
    ("city taken", "CreateCity", {"cityId": "minato", "displayName": "別の市"}, "ALREADY_EXISTS", "CITY_EXISTS"),
    ("city id", "CreateCity", {"cityId": "Minato!", "displayName": "市"}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ("city unknown", "ListSheets", {"parent": "cities/atlantis"}, "NOT_FOUND", "NOT_FOUND"),
    (
        "unit taken",
        "OpenOrgUnit",
        {
            "parent": CITY,
            "orgUnitId": "kita",
            "orgUnit": {"displayName": "北区", "kind": "ORG_UNIT_KIND_WARD"},
        },
        "ALREADY_EXISTS",
        "UNIT_EXISTS",
    ),
    (
        "unit under itself",
        "MoveOrgUnit",
        {"name": f"{CITY}/orgUnits/kita", "parentUnit": "kita-kurashi"},
        "FAILED_PRECONDITION",
        "UNIT_CYCLE",
    ),
    ("unit with units below", "CloseOrgUnit", {"name": f"{CITY}/orgUnits/kita"}, "FAILED_PRECONDITION", "UNITS_BELOW_OPEN"),
    (
        "form unknown",
        "CreateSheet",
        {"parent": CITY, "sheet": {"form": "no-such-form", "fiscalYear": 2025, "orgUnit": "kita"}},
        "INVALID_ARGUMENT",
        "UNKNOWN_FORM",
    ),
    (
        "second sheet",
        "CreateSheet",
        {"parent": CITY, "sheet": {"form": SECTION_FORM, "fiscalYear": 2024, "orgUnit": "kita-kurashi"}},
        "ALREADY_EXISTS",
        "UNIT_YEAR_FORM_TAKEN",
    ),
    ("sheet unknown", "GetSheet", {"name": f"{CITY}/sheets/nowhere"}, "NOT_FOUND", "NOT_FOUND"),
    ("no name of a sheet", "GetSheet", {"name": "sheets/nowhere"}, "INVALID_ARGUMENT", "INVALID_RESOURCE_NAME"),
    ("read mask", "GetSheet", {"name": DRAFT, "readMask": "colour"}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ("level unknown", "CreateGoal", {"parent": DRAFT, "goal": {"level": "dream"}}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    (
        "goal above unknown",
        "CreateGoal",
        {"parent": DRAFT, "goal": {"level": "item"}, "parentGoal": "g99"},
        "INVALID_ARGUMENT",
        "INVALID_FIELDS",
    ),
    ("goal under itself", "MoveGoal", {"name": f"{DRAFT}/goals/g1", "parentGoal": "g2"}, "FAILED_PRECONDITION", "GOAL_CYCLE"),
    ("goal into itself", "MoveGoal", {"name": f"{DRAFT}/goals/g1", "parentGoal": "g1"}, "FAILED_PRECONDITION", "GOAL_CYCLE"),
    (
        "target of no indicator",
        "SetTargets",
        {"parent": DRAFT, "targets": [{"indicator": "i99", "target": "5"}]},
        "INVALID_ARGUMENT",
        "INVALID_FIELDS",
    ),
    (
        "revision without reason",
        "SetTargets",
        {"parent": PUBLISHED, "targets": [{"indicator": "i1", "target": "5"}]},
        "INVALID_ARGUMENT",
        "INVALID_FIELDS",
    ),
    (
        "result before publication",
        "ReportResults",
        {"parent": DRAFT, "results": [{"indicator": "i1", "value": "5"}]},
        "FAILED_PRECONDITION",
        "GOALS_NOT_PUBLISHED",
    ),
    (
        "result of no indicator",
        "ReportResults",
        {"parent": PUBLISHED, "results": [{"indicator": "i99", "value": "5"}]},
        "INVALID_ARGUMENT",
        "INVALID_FIELDS",
    ),
    (
        "rating not on the scale",
        "AssessGoals",
        {"parent": PUBLISHED, "assessments": [{"goal": "g1", "rating": "S"}]},
        "INVALID_ARGUMENT",
        "INVALID_FIELDS",
    ),
    (
        "stage unknown",
        "AssessGoals",
        {"parent": PUBLISHED, "stage": "dream", "assessments": [{"goal": "g1", "rating": "達成"}]},
        "INVALID_ARGUMENT",
        "INVALID_FIELDS",
    ),
    ("publish twice", "PublishGoals", {"name": PUBLISHED}, "FAILED_PRECONDITION", "GOALS_ALREADY_PUBLISHED"),
    ("delete what is published", "DeleteDraftSheet", {"name": PUBLISHED}, "FAILED_PRECONDITION", "GOALS_ALREADY_PUBLISHED"),
    ("edition before confirmation", "PublishEdition", {"name": PUBLISHED, "etag": "{etag}"}, "FAILED_PRECONDITION", "EVALUATION_NOT_CONFIRMED"),
    ("confirm without results", "ConfirmEvaluation", {"name": PUBLISHED, "etag": "{etag}"}, "FAILED_PRECONDITION", "RESULTS_NOT_REPORTED"),
    ("confirm without etag", "ConfirmEvaluation", {"name": PUBLISHED}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    (
        "stale etag",
        "UpdateSheet",
        {"sheet": {"name": DRAFT, "title": "題"}, "updateMask": "title", "etag": "0"},
        "ABORTED",
        "STALE_ETAG",
    ),
    (
        "request id reused",
        "CreateGoal",
        {"parent": DRAFT, "goal": {"level": "goal", "title": "別"}, "requestId": "first-goal"},
        "INVALID_ARGUMENT",
        "REQUEST_ID_REUSED",
    ),
    ("no day", "PublishGoals", {"name": DRAFT, "effectiveDate": "2024-02-30"}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ("no position", "GetSheet", {"name": DRAFT, "atLeastPosition": "here"}, "INVALID_ARGUMENT", "INVALID_POSITION_TOKEN"),
    ("position of another city", "GetSheet", {"name": DRAFT, "atLeastPosition": "{elsewhere}"}, "INVALID_ARGUMENT", "OTHER_CITY"),
    ("position beyond the head", "GetSheet", {"name": DRAFT, "atLeastPosition": "{beyond}"}, "OUT_OF_RANGE", "BEYOND_HEAD"),
    ("the future", "GetSheet", {"name": DRAFT, "asOfTime": "2199-01-01T00:00:00Z"}, "INVALID_ARGUMENT", "IN_THE_FUTURE"),
    ("page token", "ListSheets", {"parent": CITY, "pageToken": "next!"}, "INVALID_ARGUMENT", "PAGE_TOKEN_MALFORMED"),
    ("page size", "ListSheets", {"parent": CITY, "pageSize": -1}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ("edition unknown", "ExportSheet", {"name": PUBLISHED, "edition": 7}, "NOT_FOUND", "NOT_FOUND"),
    ("no series", "GetSeries", {"parent": CITY, "series": "Draft i1"}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ("no series", "GetTrend", {"parent": CITY, "series": "Draft i1"}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ("empty form", "RegisterForm", {"parent": CITY, "form": {}}, "INVALID_ARGUMENT", "INVALID_FIELDS"),
]


class BadInputTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        org_units = documents.load(documents.SAMPLE / documents.ORG_UNITS)
        documents.open_city(cls.connection, org_units, "minato")
        documents.open_city(cls.connection, org_units, "minato", as_city="elsewhere")
        for sheet, unit in ((DRAFT, "kita"), (PUBLISHED, "kita-kurashi")):
            cls.make_sheet(sheet, unit)
        cls.connection.write("PublishGoals", {"name": PUBLISHED})
        cls.values = {
            "etag": cls.connection.call("GetSheet", {"name": PUBLISHED})["sheet"]["etag"],
            "elsewhere": cls.connection.call("ListOrgUnits", {"parent": "cities/elsewhere"})["position"],
        }
        city, epoch, number = cls.connection.call("GetSheet", {"name": DRAFT})["position"].split(".")
        cls.values["beyond"] = f"{city}.{epoch}.{int(number) + 1000}"

    @classmethod
    def make_sheet(cls, name, unit):
        """A goal g1 with indicator i1, and a row g2 below it."""
        cls.connection.write(
            "CreateSheet",
            {
                "parent": CITY,
                "sheetId": name.rsplit("/", 1)[1],
                "sheet": {"form": SECTION_FORM, "fiscalYear": 2024, "orgUnit": unit},
            },
        )
        goal = {"level": "goal", "title": "目標", "indicators": [{"name": "回数", "target": {"text": "3"}}]}
        request_id = {"requestId": "first-goal"} if name == DRAFT else {}
        cls.connection.write("CreateGoal", {"parent": name, "goal": goal, **request_id})
        cls.connection.write("CreateGoal", {"parent": name, "goal": {"level": "item"}, "parentGoal": "g1"})

    def setUp(self):
        self.before = self.positions()

    def refused(self, method, request):
        """Calls a method that must be refused with details and must change nothing."""
        with self.assertRaises(Refused) as caught:
            if method == "ExportSheet":
                self.connection.stream(method, request)
            else:
                self.connection.call(method, request)
        self.assertTrue(caught.exception.message)
        self.assertTrue(caught.exception.reason, caught.exception)
        self.assertEqual(self.positions(), self.before)
        return caught.exception

    def test_files(self):
        for name, data, fields in FILES:
            with self.subTest(name):
                error = self.refused("ImportSheet", encoded(data))
                self.assertEqual(error.code, "INVALID_ARGUMENT")
                for field in fields:
                    self.assertIn(field, error.fields)

    def test_documents(self):
        for name, changes, code, fields in DOCUMENTS:
            for way in ("file", "message"):
                with self.subTest(name, way=way):
                    changed = document(**copy.deepcopy(changes))
                    request = {"document": changed} if way == "message" else encoded(json.dumps(changed))
                    error = self.refused("ImportSheet", request)
                    self.assertEqual(error.code, code or "INVALID_ARGUMENT", error)
                    for field in fields:
                        self.assertIn(field, error.fields)

    def test_calls(self):
        for name, method, request, code, reason in CALLS:
            with self.subTest(name):
                request = {
                    key: value.format(**self.values) if isinstance(value, str) and value.startswith("{") else value
                    for key, value in request.items()
                }
                error = self.refused(method, request)
                self.assertEqual((error.code, error.reason), (code, reason))

    def test_a_single_call_hears_of_everything_at_once(self):
        request = {
            "parent": CITY,
            "sheetId": "Not An Id",
            "requestId": "with a space",
            "effectiveDate": "2024-02-30",
            "sheet": {
                "form": SECTION_FORM,
                "fiscalYear": 20245,
                "orgUnit": "nowhere",
                "title": "鳴\x07る",
                "createdOn": "yesterday",
                "texts": {"dream": "夢"},
            },
        }
        error = self.refused("CreateSheet", request)
        self.assertEqual(error.code, "INVALID_ARGUMENT")
        wanted = {"sheet_id", "request_id", "effective_date", "sheet.fiscal_year", "sheet.org_unit", "sheet.title"}
        wanted |= {"sheet.created_on", "sheet.texts.dream"}
        self.assertEqual(wanted - set(error.fields), set())

    def test_unknown_enum_values(self):
        for method, field in (("GetSheet", "view"), ("ExportSheet", "format")):
            with self.subTest(method):
                error = self.refused(method, {"name": DRAFT, field: 99})
                self.assertEqual(error.code, "INVALID_ARGUMENT")
                self.assertEqual(error.fields, [field])

    def test_request_of_ten_megabytes(self):
        with self.assertRaises(Refused) as caught:
            self.connection.call("ImportSheet", encoded(b" " * (10 << 20)))
        self.assertEqual(caught.exception.code, "RESOURCE_EXHAUSTED")
        self.assertEqual(self.positions(), self.before)

    def test_both_or_neither_document(self):
        for request in ({}, {**encoded(GOOD), "document": document()}):
            self.assertEqual(self.refused("ImportSheet", request).code, "INVALID_ARGUMENT")

    def test_good_document_would_be_taken(self):
        # So that the tables above fail for their own reasons.
        for request in (encoded(GOOD), {"document": document()}):
            answer = self.connection.call("ImportSheet", {**request, "validateOnly": True})
            self.assertEqual(answer["outcome"], "IMPORT_OUTCOME_CREATED")
        self.assertEqual(self.positions(), self.before)


class BadInputOfTheClientTest(ServerTest):
    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        client(self.server, "import", documents.SAMPLE / documents.ORG_UNITS)
        self.before = self.positions()

    def test_files(self):
        for name, data, fields in FILES:
            with self.subTest(name):
                file = self.directory / "bad.json"
                file.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
                result = client(self.server, "import", file, check=False)
                self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
                self.assertIn("bad.json", result.stdout + result.stderr)
                for field in fields:
                    self.assertIn(field, result.stderr)
                self.assertEqual(self.positions(), self.before)

    def test_good_files_beside_a_bad_one_are_imported(self):
        bad = self.directory / "bad.json"
        bad.write_text("{}", encoding="utf-8")
        result = client(self.server, "import", bad, documents.SAMPLE / "2024-kita-policy.json", check=False)
        self.assertEqual(result.returncode, 1)
        self.connection.call("GetSheet", {"name": "cities/minato/sheets/2024-kita-policy"})

    def test_exit_statuses(self):
        cases = [
            (2, []),
            (2, ["frobnicate"]),
            (2, ["import"]),
            (2, ["summary", "--city", "minato"]),
            (2, ["export", "cities/minato/sheets/x", "--format", "papyrus"]),
            (1, ["import", self.directory / "missing.json"]),
            (1, ["sheet", "cities/minato/sheets/nowhere"]),
            (1, ["export", "cities/minato/sheets/nowhere", "--format", "json"]),
            (2, ["--actor", "総務課の人", "sheets", "--city", "minato"]),
            (0, ["--help"]),
        ]
        for status, arguments in cases:
            with self.subTest(arguments=arguments):
                result = client(self.server, *arguments, check=False)
                self.assertEqual(result.returncode, status, result.stdout + result.stderr)
                if status:
                    self.assertTrue(result.stderr)

    def test_lost_output_is_a_failure(self):
        client(self.server, "import", documents.SAMPLE / "2024-kita-policy.json")
        sheet = "cities/minato/sheets/2024-kita-policy"
        for arguments in (["sheet", sheet], ["export", sheet], ["--json", "sheets", "--city", "minato"]):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                command = [BIN / "mokuhyo", "--server", self.server.address, *arguments]
                result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
                self.assertEqual(result.returncode, 1)
                self.assertIn("cannot write", result.stderr)

    def test_export_follows_links_and_writes_to_devices(self):
        client(self.server, "import", documents.SAMPLE / "2024-kita-policy.json")
        sheet = "cities/minato/sheets/2024-kita-policy"
        target = self.directory / "target.json"
        link = self.directory / "link.json"
        target.write_text("old", encoding="utf-8")
        link.symlink_to(target)
        client(self.server, "export", sheet, "-o", link)
        self.assertTrue(link.is_symlink())
        self.assertEqual(documents.load(target)["name"], sheet)
        pipe = self.directory / "pipe"
        os.mkfifo(pipe)
        reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
        client(self.server, "export", sheet, "-o", pipe)
        self.assertEqual(json.loads(reader.communicate(timeout=60)[0])["name"], sheet)
        self.assertTrue(pipe.is_fifo())

    def test_no_server(self):
        # Nothing listens on the discard port of this machine.
        result = client("127.0.0.1:9", "--timeout", "2", "sheet", "cities/minato/sheets/x", check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("127.0.0.1:9", result.stderr)


if __name__ == "__main__":
    unittest.main()
