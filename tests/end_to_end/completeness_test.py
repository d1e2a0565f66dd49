"""A form with deadlines: a year from the draft through the interim review (中間振り返り) to the results of the year,
with what was due, what came in time, what came late and what is missing, as the programs tell it."""

import json
import unittest

import documents
import wire
from programs import ServerTest, client

FORM = {
    "name": "cities/minato/forms/reviewed-goals",
    "title": {"ja": "振り返りのある目標シート", "en": "Goal sheet with a review"},
    "levels": [
        {"key": "theme", "title": {"ja": "柱"}, "neverCounted": True},
        {"key": "goal", "title": {"ja": "目標"}, "parents": ["theme"]},
    ],
    "texts": [{"key": "review", "title": {"ja": "振り返り"}, "stage": "STAGE_RESULT", "ofGoal": True}],
    "ratings": [
        {"label": "達成", "ratingClass": "RATING_CLASS_ACHIEVED"},
        {"label": "未達成", "ratingClass": "RATING_CLASS_NOT_ACHIEVED"},
    ],
    "counting": {"level": "goal", "withdrawn": "WITHDRAWN_COUNTING_COUNTED"},
    "stages": [{"key": "section", "title": {"ja": "課の評価"}, "ofRecord": True}],
    "deadlines": [
        {"key": "plan", "title": {"ja": "目標の公表"}, "subject": "SUBJECT_GOALS", "dueMonth": 4, "dueDay": 30},
        {
            "key": "interim",
            "title": {"ja": "中間振り返り", "en": "Interim review"},
            "subject": "SUBJECT_RESULTS",
            "period": "interim",
            "dueMonth": 9,
            "dueDay": 31,
        },
        {
            "key": "year",
            "title": {"ja": "年間実績"},
            "subject": "SUBJECT_RESULTS",
            "dueMonth": 4,
            "dueDay": 30,
            "yearsAfter": 1,
        },
        {
            "key": "evaluation",
            "title": {"ja": "評価"},
            "subject": "SUBJECT_EVALUATION",
            "dueMonth": 5,
            "dueDay": 31,
            "yearsAfter": 1,
        },
        {
            "key": "edition",
            "title": {"ja": "公表"},
            "subject": "SUBJECT_EDITION",
            "dueMonth": 6,
            "dueDay": 30,
            "yearsAfter": 1,
        },
    ],
}

CITY = "cities/minato"
WARD = {"parent": CITY, "orgUnit": "kita", "fiscalYear": 2023}
COUNTS = ("expected", "onTime", "late", "undated", "missing", "pending", "blank")


def counts(row):
    """The counts of a row that are not zero."""
    return {name: row[f"{name}Count"] for name in COUNTS if row.get(f"{name}Count")}


class CompletenessTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")
        cls.connection.call("RegisterForm", {"parent": CITY, "form": FORM})

    def write(self, method, day, **request):
        return self.connection.write(method, {**request, "effectiveDate": day})

    def draft(self, unit, day, year=2023):
        """A sheet of a unit with a theme and two goals, each with an indicator."""
        sheet = {"form": "reviewed-goals", "fiscalYear": year, "orgUnit": unit, "title": "一年の目標"}
        name = self.write("CreateSheet", day, parent=CITY, sheet=sheet)["name"]
        theme = {"level": "theme", "label": "1", "title": "暮らし"}
        self.write("CreateGoal", day, parent=name, goal=theme, goalId="t")
        for number, indicator in enumerate(("講座の回数", "参加者"), start=1):
            goal = {
                "level": "goal",
                "label": f"({number})",
                "title": f"目標{number}",
                "indicators": [{"id": f"i{number}", "name": indicator, "target": {"text": "10回"}}],
            }
            self.write("CreateGoal", day, parent=name, goal=goal, goalId=f"g{number}", parentGoal="t")
        return name

    def completeness(self, day, **filters):
        request = {**WARD, "form": "reviewed-goals", "effectiveDate": day, **filters}
        return self.connection.call("GetCompleteness", request)

    def row(self, unit, deadline, day, **filters):
        rows = self.completeness(day, **filters)["rows"]
        (found,) = [row for row in rows if row["orgUnit"] == unit and row["deadline"] == deadline]
        return counts(found)

    def missing(self, unit, day, **filters):
        request = {**WARD, "orgUnit": unit, "effectiveDate": day, **filters}
        return self.connection.call("ListMissingResults", request).get("missing", [])

    def test_a_year_with_an_interim_review(self):
        unit = "kita-kurashi"
        sheet = self.draft(unit, "2023-04-03")
        self.assertEqual(self.row(unit, "plan", "2023-04-30"), {"expected": 1, "pending": 1})
        self.assertEqual(self.row(unit, "plan", "2023-05-01"), {"expected": 1, "missing": 1})
        with self.assertRaises(wire.Refused) as refusal:
            self.write("ReportResults", "2023-05-01", parent=sheet, results=[{"indicator": "i1", "value": "1"}])
        self.assertEqual(refusal.exception.reason, "GOALS_NOT_PUBLISHED")
        self.write("PublishGoals", "2023-05-08", name=sheet)
        self.assertEqual(self.row(unit, "plan", "2023-05-08"), {"expected": 1, "late": 1})

        # September has no 31st: the last day counts, and who reports on it is in time.
        interim = {"indicator": "i1", "period": "interim", "kind": "interim", "value": "6回"}
        self.write("ReportResults", "2023-09-30", parent=sheet, results=[interim])
        self.assertEqual(self.row(unit, "interim", "2023-09-30"), {"expected": 2, "onTime": 1, "pending": 1})
        self.assertEqual(self.missing(unit, "2023-09-30"), [])
        self.assertEqual(self.row(unit, "interim", "2023-10-01"), {"expected": 2, "onTime": 1, "missing": 1})
        (missing,) = self.missing(unit, "2023-10-05")
        self.assertEqual(
            {key: missing[key] for key in ("indicator", "goal", "label", "period", "deadline", "dueOn", "daysLate")},
            {
                "indicator": f"{sheet}/indicators/i2",
                "goal": "g2",
                "label": "1/(2)",
                "period": "interim",
                "deadline": "interim",
                "dueOn": "2023-09-30",
                "daysLate": 5,
            },
        )

        # What is written at the review is no revision: no reason is asked for. A change of a target is one.
        review = {"goal": "g1", "texts": {"review": "半分を終えた。"}}
        self.write("RecordNarrative", "2023-10-06", parent=sheet, goals=[review])
        with self.assertRaises(wire.Refused) as refusal:
            targets = [{"indicator": "i1", "target": "12回"}]
            self.write("SetTargets", "2023-10-06", parent=sheet, targets=targets)
        self.assertEqual(refusal.exception.fields, ["reason"])

        # The cell is empty on purpose: it is expected no more, and what is still missing stands out.
        goal = f"{sheet}/goals/g2"
        self.write("MarkIntentionallyBlank", "2023-10-10", name=goal, fields=["indicators[0].results[interim]"])
        self.assertEqual(self.row(unit, "interim", "2023-10-11"), {"expected": 1, "onTime": 1, "blank": 1})
        self.assertEqual(self.missing(unit, "2023-10-11"), [])
        self.assertEqual(len(self.missing(unit, "2024-05-01")), 2)
        self.assertEqual(len(self.missing(unit, "2024-05-01", period="")), 2)
        self.assertEqual(self.missing(unit, "2024-05-01", period="interim"), [])

        self.write("ReportResults", "2024-04-10", parent=sheet, results=[{"indicator": "i1", "value": "12回"}])
        self.write("ReportResults", "2024-05-02", parent=sheet, results=[{"indicator": "i2", "value": "9回"}])
        self.assertEqual(self.row(unit, "year", "2024-05-03"), {"expected": 2, "onTime": 1, "late": 1})
        # A correction is no report: it came in time all the same.
        corrected = [{"indicator": "i1", "value": "13回"}]
        self.write("CorrectResults", "2024-05-04", parent=sheet, results=corrected, reason="数え漏れ")
        self.assertEqual(self.row(unit, "year", "2024-05-05"), {"expected": 2, "onTime": 1, "late": 1})

        ratings = [{"goal": "g1", "rating": "達成"}, {"goal": "g2", "rating": "未達成"}]
        self.write("AssessGoals", "2024-05-20", parent=sheet, assessments=ratings)
        etag = self.connection.call("GetSheet", {"name": sheet})["sheet"]["etag"]
        confirmed = self.write("ConfirmEvaluation", "2024-05-31", name=sheet, etag=etag)
        self.write("PublishEdition", "2024-07-01", name=sheet, etag=confirmed["etag"])
        self.assertEqual(self.row(unit, "evaluation", "2024-08-01"), {"expected": 1, "onTime": 1})
        self.assertEqual(self.row(unit, "edition", "2024-08-01"), {"expected": 1, "late": 1})
        # About a day before, nothing of it has happened yet.
        self.assertEqual(self.row(unit, "evaluation", "2024-05-30"), {"expected": 1, "pending": 1})
        self.assertEqual(self.row(unit, "interim", "2023-10-05"), {"expected": 2, "onTime": 1, "missing": 1})

    def test_totals_of_the_ward_and_what_the_client_prints(self):
        first = self.draft("kita-hoken", "2022-04-01", year=2022)
        second = self.draft("kita-machizukuri", "2022-04-01", year=2022)
        for sheet in (first, second):
            self.write("PublishGoals", "2022-04-28", name=sheet)
        interim = [{"indicator": f"i{number}", "period": "interim", "value": "5回"} for number in (1, 2)]
        self.write("ReportResults", "2022-09-20", parent=first, results=interim)
        self.write("ReportResults", "2022-10-03", parent=second, results=interim[:1])
        # A goal that is withdrawn is not expected, and is counted because the form says so.
        self.write("WithdrawGoal", "2022-10-03", name=f"{first}/goals/g2", reason="事業の終了")

        answer = self.completeness("2022-10-05", fiscalYear=2022)
        totals = {total["deadline"]: counts(total) for total in answer["totals"]}
        self.assertEqual(totals["plan"], {"expected": 2, "onTime": 2})
        self.assertEqual(totals["interim"], {"expected": 3, "onTime": 1, "late": 1, "missing": 1})
        self.assertEqual(totals["year"], {"expected": 3, "pending": 3})
        self.assertIn("kita-kurashi", answer["unitsWithoutSheet"])
        self.assertNotIn("kita-hoken", answer["unitsWithoutSheet"])
        self.assertNotIn("kita", answer["unitsWithoutSheet"])

        where = ["completeness", "--city", "minato", "--unit", "kita", "--year", 2022, "--effective-date", "2022-10-05"]
        self.assertEqual(json.loads(client(self.server, "--json", *where).stdout), answer)
        printed = client(self.server, *where).stdout
        self.assertIn("2022-09-30 中間振り返り", printed)
        self.assertIn("まちづくり課", printed)
        self.assertIn("シートのない組織", printed)
        english = client(self.server, "--lang", "en", *where).stdout
        self.assertIn("2022-09-30 Interim review", english)
        (missing,) = self.missing("kita", "2022-10-05", fiscalYear=2022)
        listed = client(self.server, *where, "--missing").stdout
        self.assertIn(missing["name"], listed)
        self.assertEqual(
            json.loads(client(self.server, "--json", *where, "--missing").stdout)["missing"], [missing]
        )

        (table,) = self.connection.call("GetYearlySummary", {**WARD, "fiscalYear": 2022})["summary"]["tables"]
        self.assertEqual(table["overall"]["rowCount"], 4)
        self.assertEqual(table["leftOut"].get("withdrawnCount", 0), 0)

    def test_a_form_without_deadlines_expects_nothing(self):
        sheet = {"form": "niigata-section-goals", "fiscalYear": 2021, "orgUnit": "kita-hoken"}
        self.write("CreateSheet", "2021-04-01", parent=CITY, sheet=sheet)
        request = {**WARD, "fiscalYear": 2021}
        answer = self.connection.call("GetCompleteness", request)
        self.assertNotIn("rows", answer)
        self.assertNotIn("totals", answer)
        self.assertNotIn("missing", self.connection.call("ListMissingResults", request))
        where = ["completeness", "--city", "minato", "--unit", "kita", "--year", 2021]
        self.assertIn("期限を定めた様式のシートはありません", client(self.server, *where).stdout)
        self.assertIn("期限を過ぎて未提出の実績はありません", client(self.server, *where, "--missing").stdout)

    def test_unknown_form_and_unit_are_refused(self):
        for method in ("GetCompleteness", "ListMissingResults"):
            for wrong in ({"form": "reviewed"}, {"orgUnit": "minami"}):
                with self.assertRaises(wire.Refused) as refusal:
                    self.connection.call(method, {**WARD, **wrong})
                self.assertEqual(refusal.exception.code, "NOT_FOUND", (method, wrong))


if __name__ == "__main__":
    unittest.main()
