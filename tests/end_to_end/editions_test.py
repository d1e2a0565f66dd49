"""What was published stays, what changed is told with who and why, and whoever watches is told of it."""

import hashlib
import json
import unittest

import documents
import wire
from programs import ServerTest, client

CITY = "cities/minato"
UNIT = "kita-kurashi"
FORM = {
    "name": f"{CITY}/forms/plain",
    "title": {"ja": "目標シート"},
    "levels": [{"key": "goal", "title": {"ja": "目標"}}],
    "ratings": [
        {"label": "達成", "ratingClass": "RATING_CLASS_ACHIEVED"},
        {"label": "未達成", "ratingClass": "RATING_CLASS_NOT_ACHIEVED"},
    ],
    "counting": {"level": "goal"},
    "stages": [{"key": "section", "title": {"ja": "一次評価"}, "ofRecord": True}],
}


class EditionsTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")
        cls.connection.call("RegisterForm", {"parent": CITY, "form": FORM})
        cls.staff = cls.enterClassContext(wire.Connection(cls.server.address, actor="staff-7"))
        cls.year = 2000

    def get(self, name, **options):
        return self.connection.call("GetSheet", {"name": name, **options})["sheet"]

    def decide(self, method, name, **fields):
        """A decision on the sheet as it is."""
        return self.staff.call(method, {"name": name, "etag": self.get(name)["etag"], **fields})

    def draft(self):
        type(self).year += 1
        sheet = {"form": "plain", "fiscalYear": self.year, "orgUnit": UNIT}
        name = self.staff.write("CreateSheet", {"parent": CITY, "sheet": sheet})["name"]
        goal = {"level": "goal", "label": "1", "title": "道路の維持"}
        goal["indicators"] = [{"name": "補修件数", "unit": "件", "target": {"text": "70"}}]
        self.staff.write("CreateGoal", {"parent": name, "goal": goal})
        return name

    def published(self):
        """A sheet with edition 1; returns its name."""
        name = self.draft()
        self.staff.write("PublishGoals", {"name": name})
        self.staff.write("ReportResults", {"parent": name, "results": [{"indicator": "i1", "value": "72"}]})
        self.staff.write("AssessGoals", {"parent": name, "assessments": [{"goal": "g1", "rating": "達成"}]})
        self.decide("ConfirmEvaluation", name)
        self.decide("PublishEdition", name)
        return name

    def replace(self, name):
        """Renames the indicator after the publication; returns the position of that."""
        self.decide("ReopenEvaluation", name, reason="指標の名称の誤り")
        indicator = {"name": "道路補修の件数"}
        position = self.staff.write(
            "UpdateIndicator",
            {"name": f"{name}/indicators/i1", "indicator": indicator, "updateMask": "name", "reason": "正しい名称にする"},
        )["position"]
        self.decide("ConfirmEvaluation", name)
        self.decide("ReplaceEdition", name, reason="名称を直した版に差し替える")
        return position

    def test_a_correction_that_renames_an_indicator_shows_as_exactly_that(self):
        name = self.published()
        first = self.connection.export(name, edition=1)
        position = self.replace(name)
        self.assertEqual(self.connection.export(name, edition=1), first)

        comparison = self.connection.call(
            "CompareSheet", {"name": name, "base": {"edition": 1}, "compared": {"edition": 2}}
        )["comparison"]
        (difference,) = comparison["differences"]
        cause = difference.pop("cause")
        self.assertEqual(
            difference,
            {
                "kind": "KIND_CHANGED",
                "goal": "g1",
                "indicator": "i1",
                "path": "1 道路の維持 / 道路補修の件数",
                "field": "name",
                "before": "補修件数",
                "after": "道路補修の件数",
            },
        )
        self.assertEqual((cause["actor"], cause["reason"]), ("staff-7", "正しい名称にする"))
        self.assertTrue(position.endswith("." + cause["position"]))

        sheet = name.removeprefix("cities/").replace("/sheets/", "/")
        arguments = ("diff", sheet, "--from", "edition:1", "--to", "edition:2")
        text = client(self.server, *arguments).stdout
        self.assertIn("第1版 → 第2版\n違い 1 件\n", text)
        self.assertIn("名称: 補修件数 → 道路補修の件数\n", text)
        self.assertIn("staff-7  指標を変更", text)
        self.assertIn("理由: 正しい名称にする\n", text)
        english = client(self.server, *arguments, "--lang", "en").stdout
        self.assertIn("differences: 1\n", english)
        self.assertIn("Name: 補修件数 → 道路補修の件数\n", english)
        printed = json.loads(client(self.server, *arguments, "--json").stdout)
        self.assertEqual(len(printed["comparison"]["differences"]), 1)
        # Without points: what has changed since the newest edition.
        self.assertIn("違いはありません", client(self.server, "diff", sheet).stdout)
        narrow = client(self.server, *arguments, "--width", "30").stdout
        self.assertIn("    名称:\n      - 補修件数\n      + 道路補修の件数\n", narrow)

    def test_editions_are_listed_with_what_replaced_what(self):
        name = self.published()
        self.replace(name)
        second, first = self.connection.call("ListEditions", {"parent": name})["editions"]
        self.assertEqual((second["number"], second["replaces"], first["replacedBy"]), (2, 1, 2))
        self.assertEqual(second["reason"], "名称を直した版に差し替える")
        for edition in (first, second):
            document = self.connection.export(name, edition=edition["number"])
            self.assertEqual(hashlib.sha256(document).hexdigest(), edition["digest"])
            self.assertEqual(len(document), int(edition["sizeBytes"]))
        # As it was published, and as its readers see it.
        before = self.get(name, edition=1)
        self.assertEqual(before["goals"][0]["indicators"][0]["name"], "補修件数")
        self.assertEqual(len(before["editions"]), 1)
        with self.assertRaises(wire.Refused) as refused:
            self.get(name, edition=1, effectiveDate="2020-01-01")
        self.assertEqual(refused.exception.fields, ["effective_date"])
        text = client(self.server, "editions", name).stdout
        self.assertIn("【第2版 (第1版の差し替え)】", text)
        self.assertIn("【第1版 → 第2版に差し替え】", text)
        self.assertIn(first["digest"], text)

    def test_years_are_compared_and_points_checked(self):
        last, this = self.published(), self.draft()
        comparison = self.connection.call("CompareSheet", {"name": this, "base": {"sheet": last}, "compared": {}})[
            "comparison"
        ]
        self.assertEqual(comparison["base"]["sheet"], last)
        self.assertIn("result", [one["field"] for one in comparison["differences"] if "field" in one])
        self.assertFalse(any("cause" in one for one in comparison["differences"]))
        text = client(self.server, "diff", this, "--from", f"sheet:{last},edition:1").stdout
        self.assertIn(f"- {last}", text)
        with self.assertRaises(wire.Refused) as refused:
            self.connection.call(
                "CompareSheet", {"name": this, "base": {"asOfTime": "x"}, "compared": {"edition": 1, "effectiveDate": "y"}}
            )
        self.assertEqual(
            sorted(set(refused.exception.fields)), ["base.as_of_time", "compared.effective_date"]
        )
        # A wrong command line, and a sheet without editions.
        self.assertEqual(client(self.server, "diff", this, "--from", "edition:0", check=False).returncode, 2)
        refused = client(self.server, "diff", this, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("--from", refused.stderr)

    def test_whoever_watches_is_told_and_goes_on_where_it_stopped(self):
        name, other = self.draft(), self.draft()
        year = self.get(name)["fiscalYear"]
        question = {"parent": CITY, "fiscalYear": year, "view": "SHEET_VIEW_FULL"}
        with self.connection.follow("WatchSheets", {**question, "sendInitialState": True}) as answers:
            first = next(answers)
            self.assertEqual(first["change"]["name"], name)
            self.assertEqual(first["change"]["sheet"], self.get(name))
            self.assertIn("caughtUp", next(answers))
            self.staff.write("UpdateGoal", {"name": f"{other}/goals/g1", "goal": {"title": "公園"}, "updateMask": "title"})
            self.staff.write("UpdateGoal", {"name": f"{name}/goals/g1", "goal": {"title": "道路"}, "updateMask": "title"})
            changed = next(one for one in answers if "change" in one)
            self.assertEqual(changed["change"]["sheet"], self.get(name))
            self.assertEqual(changed["change"]["eventTypes"], ["mokuhyo.events.v1.GoalUpdated"])
            self.assertEqual(changed["change"]["actor"], "staff-7")
        self.staff.write("DeleteDraftSheet", {"name": name})
        with self.connection.follow("WatchSheets", {**question, "resumeToken": changed["resumeToken"]}) as answers:
            gone = next(one for one in answers if "change" in one)
            self.assertEqual((gone["change"]["name"], gone["change"].get("deleted")), (name, True))
        with self.assertRaises(wire.Refused) as refused:
            self.connection.stream("WatchSheets", {"parent": CITY, "resumeToken": changed["resumeToken"]})
        self.assertEqual(refused.exception.reason, "RESUME_TOKEN_OF_OTHER_REQUEST")


if __name__ == "__main__":
    unittest.main()
