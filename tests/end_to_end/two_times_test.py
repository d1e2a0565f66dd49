"""What was known when, about which day: on every read that a client can ask over the wire.

The instants of recording are those of the server's clock, so the story is told with business dates around them: what
was known is asked by the instants between the writes.
"""

import json
import unittest

import documents
import wire
from editions_test import CITY, FORM, UNIT
from programs import ServerTest, client


class TwoTimesTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")
        form = {**FORM, "suggestionRule": {"id": "attainment-1", "metRating": "達成", "notMetRating": "未達成"}}
        form["counting"] = {"level": "goal", "byResponsibleUnit": True}
        cls.connection.call("RegisterForm", {"parent": CITY, "form": form})
        cls.tell()

    @classmethod
    def tell(cls):
        """The story; keeps the instants at which something was known."""
        write = cls.connection.write
        sheet = {"form": "plain", "fiscalYear": 2022, "orgUnit": UNIT}
        cls.name = write("CreateSheet", {"parent": CITY, "sheet": sheet, "effectiveDate": "2022-04-01"})["name"]
        goal = {"level": "goal", "title": "道路の維持", "indicators": [{"name": "件数", "target": {"text": "70"}}]}
        write("CreateGoal", {"parent": cls.name, "goal": goal, "effectiveDate": "2022-04-01"})
        write("PublishGoals", {"name": cls.name, "effectiveDate": "2022-04-15"})
        cls.before_revision = cls.instant_of_last_event()
        # In June, about May.
        target = {"indicator": "i1", "target": "75"}
        revision = {"parent": cls.name, "targets": [target], "effectiveDate": "2022-05-20", "reason": "見直し"}
        write("SetTargets", revision)
        ahead = {**revision, "targets": [{**target, "target": "90"}], "effectiveDate": "2040-04-01"}
        write("SetTargets", ahead)
        report = {"parent": cls.name, "results": [{"indicator": "i1", "value": "74"}], "effectiveDate": "2022-10-01"}
        write("ReportResults", report)
        rating = {"parent": cls.name, "assessments": [{"goal": "g1", "rating": "達成"}], "effectiveDate": "2023-03-31"}
        write("AssessGoals", rating)
        cls.before_correction = cls.instant_of_last_event()
        corrected = {**report, "results": [{"indicator": "i1", "value": "76"}], "reason": "数え直し"}
        write("CorrectResults", corrected)
        unit = {"name": f"{CITY}/orgUnits/{UNIT}", "displayName": "くらし文化課", "reason": "改組"}
        write("RenameOrgUnit", {**unit, "effectiveDate": "2022-07-01"})
        # (what was known, about which day): target, result, rating, name of the unit.
        old = cls.unit_name("2022-06-30")
        cls.answers = {
            (None, None): ("90", "76", "達成", "くらし文化課"),
            (None, "2022-05-10"): ("70", None, None, old),
            (None, "2022-06-01"): ("75", None, None, old),
            (None, "2022-12-31"): ("75", "76", None, "くらし文化課"),
            (None, "2023-03-31"): ("75", "76", "達成", "くらし文化課"),
            (None, "2040-04-01"): ("90", "76", "達成", "くらし文化課"),
            (cls.before_revision, None): ("70", None, None, old),
            (cls.before_revision, "2022-06-01"): ("70", None, None, old),
            (cls.before_correction, None): ("90", "74", "達成", old),
            (cls.before_correction, "2022-06-01"): ("75", None, None, old),
            (cls.before_correction, "2023-03-31"): ("75", "74", "達成", old),
        }
        cls.await_settled()

    @classmethod
    def instant_of_last_event(cls):
        """When the last event was recorded: what was known then is everything up to it."""
        page = {"parent": CITY, "direction": "READ_DIRECTION_BACKWARDS", "pageSize": 1}
        (event,) = cls.connection.call("ReadEvents", page)["events"]
        return event["recordedTime"]

    @classmethod
    def unit_name(cls, date):
        request = {"name": cls.name, "effectiveDate": date}
        return cls.connection.call("GetSheet", request)["orgUnitDisplayName"]

    @classmethod
    def await_settled(cls):
        """Of the last second not everything is known yet, and the server says so: it is asked until it answers."""
        while True:
            try:
                cls.connection.call("GetSheet", {"name": cls.name, "asOfTime": cls.before_correction})
                return
            except wire.Refused as error:
                if error.reason != "NOT_SETTLED":
                    raise

    def times(self):
        """Every question with its answer, as fields of a request."""
        for (known, day), answer in self.answers.items():
            yield {**({"asOfTime": known} if known else {}), **({"effectiveDate": day} if day else {})}, answer

    def check_sheet(self, sheet, answer):
        (goal,) = sheet["goals"]
        (indicator,) = goal["indicators"]
        text = lambda value: value and value["text"]
        found = (text(indicator["target"]), text(indicator.get("result")), goal.get("evaluation", {}).get("rating"))
        self.assertEqual(found, answer[:3])

    def test_get_sheet(self):
        for fields, answer in self.times():
            with self.subTest(**fields):
                response = self.connection.call("GetSheet", {"name": self.name, **fields})
                self.check_sheet(response["sheet"], answer)
                self.assertEqual(response["orgUnitDisplayName"], answer[3])

    def test_list_sheets(self):
        for fields, answer in self.times():
            with self.subTest(**fields):
                (sheet,) = self.connection.call("ListSheets", {"parent": CITY, "view": "SHEET_VIEW_FULL", **fields})["sheets"]
                self.check_sheet(sheet, answer)

    def test_export_sheet(self):
        for fields, answer in self.times():
            with self.subTest(**fields):
                (goal,) = json.loads(self.connection.export(self.name, **fields))["goals"]
                (indicator,) = goal["indicators"]
                found = (indicator["target"], indicator.get("result"), goal.get("evaluation", {}).get("rating"))
                self.assertEqual(found, answer[:3])

    def test_yearly_summary_and_its_rows(self):
        year = {"parent": CITY, "orgUnit": UNIT, "fiscalYear": 2022}
        for fields, answer in self.times():
            with self.subTest(**fields):
                (table,) = self.connection.call("GetYearlySummary", {**year, **fields})["summary"]["tables"]
                self.assertEqual(table["overall"].get("unratedCount", 0), 0 if answer[2] else 1)
                self.assertEqual(table["units"][0]["title"], answer[3])
                (row,) = self.connection.call("ListCountedGoals", {**year, "form": "plain", **fields})["goals"]
                self.assertEqual(row.get("rating"), answer[2])

    def test_suggestions_and_departures(self):
        year = {"parent": CITY, "orgUnit": UNIT, "fiscalYear": 2022}
        for fields, answer in self.times():
            with self.subTest(**fields):
                (goal,) = self.connection.call("SuggestRatings", {"name": self.name, **fields})["goals"]
                (used,) = goal["suggestion"]["inputs"]
                self.assertEqual((used["target"], used.get("result"), goal.get("rating")), answer[:3])
                found = self.connection.call("ListDepartures", {**year, **fields})
                agrees = answer[:2] == ("75", "76")
                expected = [] if agrees or answer[2] is None else [answer[:2]]
                inputs = [departure["input"] for departure in found.get("departures", [])]
                self.assertEqual([(one["target"], one["result"]) for one in inputs], expected)

    def test_the_client_asks_about_the_past_too(self):
        sheet = json.loads(client(self.server, "sheet", self.name, "--as-of", self.before_revision, "--json").stdout)
        self.check_sheet(sheet["sheet"], self.answers[(self.before_revision, None)])
        text = client(
            self.server, "diff", self.name, "--from", f"time:{self.before_revision}", "--to", "day:2022-06-01"
        ).stdout
        self.assertIn("目標値: 70 → 75\n", text)
        self.assertIn("2022-05-20 (記録 ", text)

    def test_nothing_is_known_before_its_day(self):
        with self.assertRaises(wire.Refused) as refused:
            self.connection.call("GetSheet", {"name": self.name, "effectiveDate": "2022-03-31"})
        self.assertEqual(refused.exception.code, "NOT_FOUND")


if __name__ == "__main__":
    unittest.main()
