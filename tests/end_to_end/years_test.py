"""Year after year: a document of the past answers about its own days, and a sheet goes on into the next years."""

import json
import unittest

import documents
import wire
from programs import ServerTest, client

CITY = "cities/minato"
KURASHI = f"{CITY}/sheets/2023-kita-kurashi"
UNIT = f"{CITY}/orgUnits"


def walk_indicators(sheet):
    for goal in documents.walk(sheet["goals"]):
        yield from goal.get("indicators", [])


def results(sheet):
    return [indicator["result"]["text"] for indicator in walk_indicators(sheet) if "result" in indicator]


class YearsTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")

    def read(self, name, **options):
        return self.connection.call("GetSheet", {"name": name, **options})["sheet"]

    def refused(self, method, request):
        with self.assertRaises(wire.Refused) as caught:
            self.connection.call(method, request)
        return caught.exception

    def test_1_a_document_of_last_year_answers_about_june_of_that_year(self):
        path = documents.SAMPLE / "2023-kita-kurashi.json"
        self.assertEqual(documents.load(path)["createdOn"], "2023-04-01")
        client(self.server, "import", path)
        in_june = self.read(KURASHI, effectiveDate="2023-06-01")
        self.assertEqual(in_june["state"], "SHEET_STATE_GOALS_PUBLISHED")
        self.assertEqual(results(in_june), [])
        self.assertTrue(any("target" in indicator for indicator in walk_indicators(in_june)))
        at_the_end = self.read(KURASHI, effectiveDate="2024-03-31")
        self.assertEqual(at_the_end["state"], "SHEET_STATE_CONFIRMED")
        self.assertEqual(results(at_the_end), results(self.read(KURASHI)))
        self.assertEqual(self.refused("GetSheet", {"name": KURASHI, "effectiveDate": "2023-03-31"}).code, "NOT_FOUND")

    def test_2_the_client_says_other_dates(self):
        path = documents.SAMPLE / "2023-kita-hoken.json"
        name = f"{CITY}/sheets/2023-kita-hoken"
        early = client(self.server, "import", "--goals-date", "2023-05-10", "--results-date", "2023-05-09", path, check=False)
        self.assertEqual(early.returncode, 1)
        self.assertIn("results_effective_date", early.stderr)
        client(self.server, "import", "--goals-date", "2023-05-10", "--results-date", "2024-05-20", path)
        self.assertEqual(self.refused("GetSheet", {"name": name, "effectiveDate": "2023-05-09"}).code, "NOT_FOUND")
        self.assertEqual(results(self.read(name, effectiveDate="2024-05-19")), [])
        self.assertNotEqual(results(self.read(name, effectiveDate="2024-05-20")), [])

    def test_3_a_sheet_is_carried_forward_twice(self):
        first = self.read(KURASHI)
        answer = self.connection.call("CarryForwardSheet", {"name": KURASHI, "etag": first["etag"], "keepTargets": True})
        second_name = answer["result"]["name"]
        self.assertEqual(second_name, f"{CITY}/sheets/2024-kita-kurashi-niigata-section-goals")
        self.assertEqual(self.refused("CarryForwardSheet", {"name": KURASHI}).code, "ALREADY_EXISTS")
        second = self.read(second_name)
        self.assertEqual(second["state"], "SHEET_STATE_DRAFT")
        self.assertEqual(second["carriedFrom"], KURASHI)
        self.assertEqual(results(second), [])
        before, after = next(
            (one, other)
            for one, other in zip(walk_indicators(first), walk_indicators(second))
            if "result" in one and "target" in one
        )
        self.assertEqual(after["id"], before["id"])
        self.assertEqual(after["series"], f"2023-kita-kurashi.{before['id']}")
        self.assertEqual(after["target"]["text"], before["target"]["text"])
        self.assertEqual(after["past"][-1]["fiscalYear"], 2023)
        self.assertEqual(after["past"][-1]["value"]["text"], before["result"]["text"])

        # What is measured changes in the second year: the series ends, and the third year goes on with the new one.
        indicator = f"{second_name}/indicators/{after['id']}"
        refused = self.refused("BreakSeries", {"name": indicator})
        self.assertEqual(refused.code, "INVALID_ARGUMENT")
        self.connection.write("BreakSeries", {"name": indicator, "reason": "人数ではなく回数を数えることにした"})
        broken = next(entry for entry in walk_indicators(self.read(second_name)) if entry["id"] == after["id"])
        self.assertEqual(broken["seriesBreak"]["previousSeries"], after["series"])
        self.assertNotEqual(broken["series"], after["series"])

        # The section is merged into another one; its sheet goes on there.
        self.connection.write(
            "MergeOrgUnits",
            {
                "parent": CITY,
                "orgUnits": ["kita-kurashi"],
                "successor": {"orgUnitId": "kita-hoken"},
                "effectiveDate": "2025-04-01",
            },
        )
        request = {"name": second_name, "effectiveDate": "2025-04-01"}
        self.assertIn("kita-hoken", str(self.refused("CarryForwardSheet", request).message))
        third_name = self.connection.write("CarryForwardSheet", {**request, "orgUnit": "kita-hoken"})["name"]
        third = self.read(third_name)
        self.assertEqual(third["orgUnit"], "kita-hoken")
        self.assertEqual(next(e for e in walk_indicators(third) if e["id"] == after["id"])["series"], broken["series"])
        # A draft goes out and comes in again as it is.
        exported = json.loads(self.connection.export(third_name))
        self.assertEqual(exported["orgUnit"], "kita-hoken")
        unit = self.connection.call("GetOrgUnit", {"name": f"{UNIT}/kita-kurashi", "effectiveDate": "2025-03-31"})
        self.assertEqual(unit["orgUnit"]["successors"], ["kita-hoken"])

    def test_4_a_percentage_keeps_its_numerator(self):
        sheet = {"form": "niigata-section-goals", "fiscalYear": 2025, "orgUnit": "kita-machizukuri"}
        name = self.connection.write("CreateSheet", {"parent": CITY, "sheet": sheet})["name"]
        goal = {"level": "goal", "label": "1", "title": "講座", "indicators": [{"name": "参加率"}]}
        self.connection.write("CreateGoal", {"parent": name, "goal": goal})
        self.connection.write("PublishGoals", {"name": name, "effectiveDate": "2025-04-10"})
        report = {"indicator": "i1", "value": "62.5%", "numerator": "25", "denominator": "40", "measuredOn": "2026-03-31"}
        self.connection.write("ReportResults", {"parent": name, "results": [report], "effectiveDate": "2026-04-10"})
        detail = next(walk_indicators(self.read(name)))["resultDetail"]
        self.assertEqual(
            detail,
            {"measuredOn": "2026-03-31", "numerator": "25", "denominator": "40", "reportedOn": "2026-04-10"},
        )
        printed = next(walk_indicators(json.loads(self.connection.export(name))))
        self.assertEqual(
            printed["resultDetail"], {"measuredOn": "2026-03-31", "numerator": "25", "denominator": "40"}
        )


if __name__ == "__main__":
    unittest.main()
