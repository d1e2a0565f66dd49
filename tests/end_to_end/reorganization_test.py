"""Units that are renamed, moved, split, merged and closed on a day, and the sheets that go on in their successors."""

import unittest

import documents
import wire
from programs import ServerTest, client

CITY = "cities/minato"
FORM = {
    "name": f"{CITY}/forms/plain",
    "title": {"ja": "目標シート"},
    "levels": [{"key": "goal", "title": {"ja": "目標"}}],
    "ratings": [{"label": "達成", "ratingClass": "RATING_CLASS_ACHIEVED"}],
    "counting": {"level": "goal"},
    "stages": [{"key": "section", "title": {"ja": "一次評価"}, "ofRecord": True}],
    "pastYears": 3,
}
# The same with another word for its level.
NEXT_VERSION = {**FORM, "levels": [{"key": "aim", "title": {"ja": "ねらい"}}], "counting": {"level": "aim"}}


class ReorganizationTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")
        cls.connection.call("RegisterForm", {"parent": CITY, "form": FORM})

    def section(self, id):
        """A section of the ward with a sheet of 2022 that reports `i1`; returns its sheet."""
        write = self.connection.write
        unit = {"displayName": f"{id}課", "kind": "ORG_UNIT_KIND_SECTION", "parentUnit": "kita"}
        write("OpenOrgUnit", {"parent": CITY, "orgUnitId": id, "orgUnit": unit, "effectiveDate": "2000-04-01"})
        sheet = {"form": "plain", "fiscalYear": 2022, "orgUnit": id}
        april = {"effectiveDate": "2022-04-01"}
        name = write("CreateSheet", {"parent": CITY, "sheetId": f"2022-{id}", "sheet": sheet, **april})["name"]
        goal = {"level": "goal", "label": "1", "title": "道を直す"}
        goal["indicators"] = [{"name": "件数", "target": {"text": "70件"}}]
        write("CreateGoal", {"parent": name, "goal": goal, **april})
        write("PublishGoals", {"name": name, "effectiveDate": "2022-04-15"})
        report = {"parent": name, "results": [{"indicator": "i1", "value": "72件"}], "effectiveDate": "2023-04-01"}
        write("ReportResults", report)
        return name

    def unit(self, id, day):
        return self.connection.call("GetOrgUnit", {"name": f"{CITY}/orgUnits/{id}", "effectiveDate": day})["orgUnit"]

    def carry(self, sheet, **fields):
        return self.connection.call("CarryForwardSheet", {"name": sheet, "effectiveDate": "2023-04-03", **fields})

    def refused(self, call):
        with self.assertRaises(wire.Refused) as refused:
            call()
        return refused.exception

    def test_renamed_and_moved(self):
        sheet = self.section("renamed")
        name = f"{CITY}/orgUnits/renamed"
        self.connection.write("RenameOrgUnit", {"name": name, "displayName": "新しい課", "effectiveDate": "2023-04-01"})
        self.connection.write("MoveOrgUnit", {"name": name, "parentUnit": "", "effectiveDate": "2023-04-01"})
        for day, display, parent in (("2023-03-31", "renamed課", "kita"), ("2023-04-01", "新しい課", "")):
            unit = self.unit("renamed", day)
            self.assertEqual((unit["displayName"], unit.get("parentUnit", "")), (display, parent))
            answer = self.connection.call("GetSheet", {"name": sheet, "effectiveDate": day})
            self.assertEqual(answer["orgUnitDisplayName"], display)
            request = {"parent": CITY, "orgUnit": "kita", "fiscalYear": 2022, "effectiveDate": day}
            tables = self.connection.call("GetYearlySummary", request)["summary"].get("tables", [])
            sheets = [one["sheet"] for table in tables for one in table["sheets"]]
            self.assertEqual(sheet in sheets, bool(parent))

    def test_split_in_two(self):
        sheet = self.section("whole")
        below = {"kind": "ORG_UNIT_KIND_SECTION", "parentUnit": "kita"}
        successors = [
            {"orgUnitId": part, "orgUnit": {"displayName": f"{part}課", **below}} for part in ("east", "west")
        ]
        split = {"name": f"{CITY}/orgUnits/whole", "successors": successors, "effectiveDate": "2023-04-01"}
        error = self.refused(lambda: self.connection.write("SplitOrgUnit", {**split, "successors": successors[:1]}))
        self.assertEqual((error.code, error.fields), ("INVALID_ARGUMENT", ["successors"]))
        self.connection.write("SplitOrgUnit", split)
        self.assertEqual(self.unit("whole", "2023-04-01")["closedOn"], "2023-04-01")
        self.assertEqual(self.unit("whole", "2023-03-31")["successors"], ["east", "west"])
        self.assertEqual(self.unit("west", "2023-04-01")["predecessors"], ["whole"])
        # Which of the two goes on with the sheet is for people to say.
        error = self.refused(lambda: self.carry(sheet))
        self.assertIn("east", error.message)
        self.assertIn("west", error.message)
        name = self.carry(sheet, orgUnit="west", sheetId="2023-west")["result"]["name"]
        (goal,) = self.connection.call("GetSheet", {"name": name})["sheet"]["goals"]
        self.assertEqual(goal["indicators"][0]["series"], "2022-whole.i1")
        self.assertEqual(goal["indicators"][0]["past"][0]["value"]["text"], "72件")

    def test_two_merged_into_one(self):
        sheets = [self.section(one) for one in ("upper", "lower")]
        new = {"displayName": "合同課", "kind": "ORG_UNIT_KIND_SECTION", "parentUnit": "kita"}
        merge = {
            "parent": CITY,
            "orgUnits": ["upper", "lower"],
            "successor": {"orgUnitId": "joint", "orgUnit": new},
            "effectiveDate": "2023-04-01",
        }
        self.connection.write("MergeOrgUnits", merge)
        self.assertEqual(self.unit("joint", "2023-04-01")["predecessors"], ["lower", "upper"])
        name = self.carry(sheets[0], orgUnit="joint", sheetId="2023-joint", keepTargets=True)["result"]["name"]
        self.connection.write("PublishGoals", {"name": name, "effectiveDate": "2023-04-10"})
        report = {"parent": name, "results": [{"indicator": "i1", "value": "80件"}], "effectiveDate": "2024-04-01"}
        self.connection.write("ReportResults", report)
        request = {"parent": CITY, "series": "2022-upper.i1"}
        (line,) = self.connection.call("GetTrend", request)["trend"]["lines"]
        self.assertEqual((line["orgUnit"], line["predecessors"]), ("joint", ["upper"]))
        points = [(point["fiscalYear"], point["number"]) for point in line["points"]]
        self.assertEqual(points, [(2022, "72"), (2023, "80")])
        # The old sheets keep the names of their sections.
        for sheet, old in zip(sheets, ("upper課", "lower課")):
            self.assertEqual(self.connection.call("GetSheet", {"name": sheet})["orgUnitDisplayName"], old)
        printed = client(self.server, "trend", "--city", "minato", "--series", "2022-upper.i1").stdout
        self.assertIn("72", printed)
        self.assertIn("80", printed)

    def test_closed(self):
        self.section("closing")
        error = self.refused(lambda: self.connection.write("CloseOrgUnit", {"name": f"{CITY}/orgUnits/kita"}))
        self.assertEqual((error.code, error.reason), ("FAILED_PRECONDITION", "UNITS_BELOW_OPEN"))
        self.connection.write("CloseOrgUnit", {"name": f"{CITY}/orgUnits/closing", "effectiveDate": "2023-04-01"})
        sheet = {"form": "plain", "fiscalYear": 2023, "orgUnit": "closing"}
        create = {"parent": CITY, "sheet": sheet, "effectiveDate": "2023-04-02"}
        error = self.refused(lambda: self.connection.write("CreateSheet", create))
        self.assertEqual((error.code, error.fields), ("INVALID_ARGUMENT", ["sheet.org_unit"]))

    def test_the_next_year_has_another_form_version(self):
        sheet = self.section("steady")
        form = {**FORM, "name": f"{CITY}/forms/renewed"}
        self.connection.call("RegisterForm", {"parent": CITY, "form": form})
        self.connection.call("RegisterForm", {"parent": CITY, "form": {**NEXT_VERSION, "name": form["name"]}})
        to = {"form": "renewed", "sheetId": "2023-steady"}
        error = self.refused(lambda: self.carry(sheet, **to))
        self.assertEqual(error.code, "INVALID_ARGUMENT")
        name = self.carry(sheet, **to, levels=[{"from": "goal", "to": "aim"}])["result"]["name"]
        read = self.connection.call("GetSheet", {"name": name})["sheet"]
        self.assertEqual((read["formVersion"], read["goals"][0]["level"]), (2, "aim"))
        self.assertEqual(read["goals"][0]["carriedFrom"], f"{sheet}/goals/g1")


if __name__ == "__main__":
    unittest.main()
