"""The yearly totals, recomputed from the events alone and standing beside what the cities printed."""

import json
import os
import subprocess
import unittest

import documents
import wire
from programs import BIN, PATIENCE_SECONDS, ServerTest, client


def ratings(tally):
    """The counts of a tally by rating, without the zeros."""
    return {one["rating"]: one["rowCount"] for one in tally["ratings"] if one.get("rowCount")}


def table(summary, form):
    return next(table for table in summary["tables"] if table["form"] == form)


class Totals(ServerTest):
    source = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client(cls.server, "import", *sorted(cls.source.glob("*.json")))

    def both(self, city, unit, year, form):
        """The table over gRPC, after checking that the client prints the same."""
        request = {"parent": f"cities/{city}", "orgUnit": unit, "fiscalYear": year, "form": form}
        answer = self.connection.call("GetYearlySummary", request)
        printed = client(
            self.server, "--json", "summary", "--city", city, "--unit", unit, "--year", year, "--form", form
        )
        self.assertEqual(json.loads(printed.stdout)["summary"], answer["summary"])
        return table(answer["summary"], form)

    def rows(self, city, unit, year, form, **filters):
        """All rows behind a count, page by page; checks the announced number."""
        request = {"parent": f"cities/{city}", "orgUnit": unit, "fiscalYear": year, "form": form, "pageSize": 7}
        found, token = [], ""
        while True:
            answer = self.connection.call("ListCountedGoals", {**request, **filters, "pageToken": token})
            found += answer.get("goals", [])
            token = answer.get("nextPageToken", "")
            if not token:
                self.assertEqual(answer.get("totalSize", 0), len(found))
                return found

    def check_rows_of_groups(self, key, filter_name, groups, *where):
        """Every rating of every group opens to as many rows as it counts, and to rows of that group only."""
        for group in groups:
            for rating, count in ratings(group["tally"]).items():
                filters = {filter_name: group.get("key", "")}
                if filter_name == "group":
                    filters["groupTitle"] = group.get("title", "")
                rows = self.rows(*where, rating=rating, **filters)
                self.assertEqual(len(rows), count, (group.get("key"), rating))
                self.assertEqual({row.get(key, "") for row in rows}, {group.get("key", "")})
                self.assertEqual({row["rating"] for row in rows}, {rating})


class SampleTotalsTest(Totals):
    source = documents.SAMPLE

    def test_sections(self):
        totals = self.both("minato", "kita", 2023, "niigata-section-goals")
        self.assertEqual((totals["sheetCount"], totals["goalCount"]), (3, 13))
        # Two ratings stand under one goal, so 14 rows; one of them is left unrated.
        self.assertEqual(totals["overall"]["rowCount"], 14)
        self.assertEqual(ratings(totals["overall"]), {"達成": 8, "一部未達成": 2, "未達成": 3})
        self.assertEqual(totals["overall"]["unratedCount"], 1)
        self.assertEqual(
            {sheet["orgUnit"]: ratings(sheet["tally"]) for sheet in totals["sheets"]},
            {
                "kita-kurashi": {"達成": 3, "一部未達成": 1},
                "kita-machizukuri": {"達成": 2, "一部未達成": 1, "未達成": 1},
                "kita-hoken": {"達成": 3, "未達成": 2},
            },
        )

    def test_progress_table(self):
        where = ("minato", "kita", 2023, "niigata-vision-progress")
        totals = self.both(*where)
        self.assertEqual(ratings(totals["overall"]), {"達成": 10, "未達成": 4})
        self.assertEqual(
            {group["key"]: ratings(group["tally"]) for group in totals["groups"]},
            {
                "I": {"達成": 3, "未達成": 1},
                "II": {"達成": 2, "未達成": 1},
                "III": {"達成": 1, "未達成": 1},
                "IV": {"達成": 3},
                "V": {"達成": 1, "未達成": 1},
            },
        )
        self.check_rows_of_groups("group", "group", totals["groups"], *where)
        self.check_rows_of_groups("responsibleUnit", "responsibleUnit", totals["units"], *where)
        self.assertEqual(totals["leftOut"]["relistedCount"], 1)
        self.assertEqual(totals["restoredRatingCount"], 1)
        self.assertEqual(totals["restoredRowCount"], 1)
        self.assertEqual([mark["goalCount"] for mark in totals["marks"]], [3])
        # The city printed the relisted row too: its total and its fifth pillar do not agree.
        declared = {one.get("scope", ""): one.get("agrees", False) for one in totals["declared"]}
        self.assertEqual(declared, {"": False, "I": True, "II": True, "III": True, "IV": True, "V": False})
        self.assertTrue(all(one.get("comparable") for one in totals["declared"]))
        left_out = [row for row in self.rows(*where, showLeftOut=True) if row.get("leftOut")]
        self.assertEqual([(row["leftOut"], row["countedAt"]) for row in left_out], [("RELISTED", "I-(2)-1")])
        # The printed pointer leads to the goal of that number.
        sheet = self.connection.call("GetSheet", {"name": left_out[0]["sheet"]})["sheet"]
        (pointed,) = [
            goal for goal in documents.walk(sheet["goals"]) if left_out[0]["countedAtGoal"].endswith(f"/{goal['id']}")
        ]
        self.assertEqual((pointed["label"], pointed["title"]), ("1", "避難マップ"))

    def test_both_denominators(self):
        sections = self.both("minato", "kita", 2023, "niigata-section-goals")["overall"]
        self.assertEqual(
            (sections["achievedCount"], sections["rowCount"], sections["evaluableCount"]), (8, 14, 13)
        )
        self.assertEqual((sections["achievedPercentOfAll"], sections["achievedPercentOfEvaluable"]), ("57.1", "61.5"))

    def test_any_level_and_every_section_opens(self):
        city, unit, year, form = where = ("minato", "kita", 2023, "niigata-vision-progress")
        request = {"parent": f"cities/{city}", "orgUnit": unit, "fiscalYear": year, "form": form}
        for level, count in (("pillar", 5), ("measure", 6), ("program", 11)):
            summary = self.connection.call("GetYearlySummary", {**request, "groupLevel": level})["summary"]
            (totals,) = summary["tables"]
            self.assertEqual(len(totals["levels"]), count, level)
            self.assertEqual(sum(group["tally"]["rowCount"] for group in totals["levels"]), 14)
            for group in totals["levels"]:
                rows = self.rows(*where, group=f"{level}:{group['key']}", groupTitle=group["title"])
                self.assertEqual(len(rows), group["tally"]["rowCount"], group["key"])
        sections = self.both("minato", "kita", 2023, "niigata-section-goals")
        sheets = {sheet["orgUnit"]: sheet["sheet"] for sheet in sections["sheets"]}
        for section in sections["sections"]:
            rows = self.rows("minato", "kita", 2023, "niigata-section-goals", sheet=sheets[section["key"]])
            self.assertEqual(len(rows), section["tally"]["rowCount"], section["key"])
        with self.assertRaises(wire.Refused) as refusal:
            self.connection.call("GetYearlySummary", {**request, "groupLevel": "mesure"})
        self.assertEqual((refusal.exception.code, refusal.exception.fields), ("INVALID_ARGUMENT", ["group_level"]))
        printed = client(
            self.server, "summary", "--city", city, "--unit", unit, "--year", year, "--form", form, "--level", "measure"
        ).stdout
        self.assertIn("I/(2) 災害への備え", printed)

    def test_forms_are_never_summed(self):
        request = {"parent": "cities/minato", "orgUnit": "kita", "fiscalYear": 2023}
        forms = [one["form"] for one in self.connection.call("GetYearlySummary", request)["summary"]["tables"]]
        self.assertEqual(forms, sorted(forms))
        self.assertEqual(len(forms), 4)

    def test_unknown_form_is_refused_by_name(self):
        request = {"parent": "cities/minato", "orgUnit": "kita", "fiscalYear": 2023, "form": "niigata-secton-goals"}
        for method in ("GetYearlySummary", "ListCountedGoals", "ListDepartures"):
            with self.assertRaises(wire.Refused) as refusal:
                self.connection.call(method, request)
            self.assertEqual(refusal.exception.code, "NOT_FOUND", method)
            self.assertIn("niigata-section-goals", refusal.exception.message)

    def test_departures_come_in_pages(self):
        request = {"parent": "cities/minato", "orgUnit": "kita", "fiscalYear": 2023}
        whole = self.connection.call("ListDepartures", request)
        self.assertEqual(whole["comparedCount"], whole.get("agreeingCount", 0) + len(whole["departures"]))
        pages, token = [], ""
        while True:
            answer = self.connection.call("ListDepartures", {**request, "pageSize": 1, "pageToken": token})
            self.assertEqual(answer["comparedCount"], whole["comparedCount"])
            pages.append(answer["departures"])
            token = answer.get("nextPageToken", "")
            if not token:
                break
        self.assertTrue(all(len(page) == 1 for page in pages))
        self.assertEqual([page[0] for page in pages], whole["departures"])

    def test_reader_that_goes_away_is_no_failure(self):
        reading, writing = os.pipe()
        os.close(reading)
        try:
            printing = subprocess.run(
                [BIN / "mokuhyo", "--server", self.server.address, "summary", "--city", "minato", "--unit", "kita",
                 "--year", "2023"],
                stdout=writing, stderr=subprocess.PIPE,
                timeout=PATIENCE_SECONDS,
            )  # fmt: skip
        finally:
            os.close(writing)
        self.assertEqual((printing.returncode, printing.stderr), (0, b""))

    def test_part_of_the_ward(self):
        totals = self.both("minato", "kita-hoken", 2023, "niigata-section-goals")
        self.assertEqual(totals["sheetCount"], 1)
        self.assertEqual(ratings(totals["overall"]), {"達成": 3, "未達成": 2})


@unittest.skipUnless(documents.have_seeds(), documents.NO_SEEDS)
class RealTotalsTest(Totals):
    source = documents.SEEDS
    vision = ("niigata", "nishi", 2020, "niigata-vision-progress")
    sections = ("niigata", "nishi", 2022, "niigata-section-goals")

    def test_progress_table(self):
        totals = self.both(*self.vision)
        self.assertEqual(totals["countedLevel"], "activity")
        self.assertEqual(totals["overall"]["rowCount"], 103)
        self.assertEqual(ratings(totals["overall"]), {"達成": 75, "未達成": 28})
        self.assertEqual(
            {group["key"]: (*ratings(group["tally"]).values(),) for group in totals["groups"]},
            {"I": (29, 8), "II": (6, 2), "III": (7, 8), "IV": (19, 5), "V": (14, 5)},
        )
        self.assertEqual(totals["restoredRatingCount"], 2)
        self.assertEqual(totals["restoredRowCount"], 1)
        self.assertEqual(len(totals["declared"]), 6)
        self.assertTrue(all(one.get("agrees") for one in totals["declared"]))
        marks = [(mark["mark"], mark["symbol"], mark["level"], mark["goalCount"]) for mark in totals["marks"]]
        self.assertEqual(marks, [("covid-19", "※", "program", 27)])

    def test_progress_table_opens_to_its_rows(self):
        totals = self.both(*self.vision)
        self.assertEqual(len(self.rows(*self.vision)), 103)
        self.assertEqual(len(self.rows(*self.vision, rating="達成")), 75)
        self.assertEqual(sum(row.get("ratingRestored", False) for row in self.rows(*self.vision)), 2)
        self.check_rows_of_groups("group", "group", totals["groups"], *self.vision)
        self.check_rows_of_groups("responsibleUnit", "responsibleUnit", totals["units"], *self.vision)
        self.assertEqual(sum(unit["tally"]["rowCount"] for unit in totals["units"]), 103)

    def test_sections(self):
        totals = self.both(*self.sections)
        self.assertEqual((totals["sheetCount"], totals["goalCount"]), (11, 37))
        self.assertEqual(ratings(totals["overall"]), {"達成": 33, "一部未達成": 3, "未達成": 2})

    def test_ward_goals_say_what_differs(self):
        totals = self.both("niigata", "nishi", 2020, "niigata-ward-goals")
        (declared,) = totals["declared"]
        self.assertEqual((declared["declaredTotal"], declared["recomputedTotal"]), (5, 5))
        achieved = next(one for one in declared["counts"] if one["rating"] == "達成")
        self.assertEqual((achieved["declared"], achieved.get("recomputed", 0)), (4, 0))
        self.assertFalse(declared.get("agrees", False))
        printed = client(
            self.server, "summary", "--city", "niigata", "--unit", "nishi", "--year", 2020,
            "--form", "niigata-ward-goals",
        ).stdout  # fmt: skip
        self.assertIn("達成", printed)
        self.assertIn("4", printed)

    def test_restored_ratings_are_said_to_people(self):
        printed = client(self.server, "summary", "--city", "niigata", "--unit", "nishi", "--year", 2020).stdout
        for figure in ("103", "75", "28"):
            self.assertIn(figure, printed)
        self.assertRegex(printed, "2件.*補|補.*2件")

    def test_suggestions_agree_with_the_printed_ratings(self):
        request = {"parent": "cities/niigata", "orgUnit": "nishi", "fiscalYear": 2022}
        answer = self.connection.call("ListDepartures", {**request, "form": "niigata-section-goals"})
        self.assertEqual(answer["comparedCount"], 40)
        self.assertGreaterEqual(answer["agreeingCount"], 36)
        # Each departure shows what went into the suggestion: 78 of 90 rated 達成 is one of them.
        pairs = [(one["input"].get("target"), one["input"].get("result")) for one in answer["departures"]]
        self.assertIn(("90", "78"), pairs)
        self.assertTrue(all(one["rating"] and one["input"]["comparison"] for one in answer["departures"]))


del Totals  # A base, not a test.

if __name__ == "__main__":
    unittest.main()
