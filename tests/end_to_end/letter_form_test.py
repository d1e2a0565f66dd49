"""An operating policy whose indicators bear letters and whose issues bear texts: its form is data that the city
registers, and a year under it goes from the draft to an edition and a summary that counts letters."""

import json
import unittest

import documents
import wire
from programs import ServerTest, client

CITY = "cities/minato"
LETTERS = ("A", "B", "C", "D")
FORM = {
    "name": f"{CITY}/forms/kita-policy-2023",
    "title": {"ja": "運営方針", "en": "Operating policy"},
    "levels": [
        {"key": "issue", "title": {"ja": "経営課題", "en": "Issue"}},
        {"key": "strategy", "title": {"ja": "めざす成果と戦略", "en": "Strategy"}, "parents": ["issue"]},
    ],
    "texts": [
        {"key": "basicGoal", "title": {"ja": "区の目標"}, "stage": "STAGE_PLAN"},
        {"key": "analysis", "title": {"ja": "要因分析"}, "stage": "STAGE_PLAN", "ofGoal": True},
        {"key": "review", "title": {"ja": "課題に対する有効性"}, "stage": "STAGE_RESULT", "ofGoal": True},
    ],
    "ratings": [
        {"label": "A", "ratingClass": "RATING_CLASS_ACHIEVED", "title": {"ja": "目標を大きく上回った"}},
        {"label": "B", "ratingClass": "RATING_CLASS_ACHIEVED", "title": {"ja": "おおむね順調"}},
        {"label": "C", "ratingClass": "RATING_CLASS_PARTLY", "title": {"ja": "目標を下回った"}},
        {"label": "D", "ratingClass": "RATING_CLASS_NOT_ACHIEVED", "title": {"ja": "目標を大きく下回った"}},
    ],
    "counting": {"level": "strategy", "byTopGoal": True, "indicators": True},
    "stages": [
        {"key": "section", "title": {"ja": "自己評価"}, "ofRecord": True},
        {"key": "citizens", "title": {"ja": "区政会議の評価"}},
    ],
    "pastYears": 2,
    "suggestionRule": {
        "id": "letters-2023",
        "metRating": "B",
        "notMetRating": "D",
        "thresholdsOnly": True,
        "thresholds": [
            {"atLeastPercent": "110", "rating": "A"},
            {"atLeastPercent": "80", "rating": "B"},
            {"atLeastPercent": "50", "rating": "C"},
        ],
        "thresholdSets": [
            {
                "lastYearOfPlan": True,
                "thresholds": [
                    {"atLeastPercent": "100", "rating": "A"},
                    {"atLeastPercent": "80", "rating": "B"},
                    {"atLeastPercent": "50", "rating": "C"},
                ],
            }
        ],
        "multiYear": "MULTI_YEAR_READING_PRO_RATA",
        "absences": [{"kind": "ABSENCE_KIND_CANCELLED", "rating": "D"}],
    },
    "ratesIndicators": True,
}
PLAN = {"kind": "MULTI_YEAR", "firstFiscalYear": 2021, "lastFiscalYear": 2023}

# Strategy, indicator, target, result, the letter that the rule suggests, the letter that is given.
INDICATORS = [
    ("drill", "people", "10,000", "4,722 (累計10,488)", "A", "A"),
    ("drill", "drills", "19回", "15回", "C", "B"),
    ("visit", "visits", "56回", "56回", "B", "B"),
    ("watch", "places", "14か所", "感染拡大のため中止", "D", "D"),
    ("watch", "calls", "734件", "評価不能", None, "C"),
]


class LetterFormTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")

    def write(self, method, **request):
        return self.connection.write(method, request)

    def read(self, name):
        return self.connection.call("GetSheet", {"name": name})["sheet"]

    def assess(self, sheet, stage, letters, **texts):
        """Gives letters to indicators; `texts` are those of issues."""
        of_goal = {indicator: goal for goal, indicator, *_ in INDICATORS}
        given = [{"goal": of_goal[one], "indicator": one, "rating": letter} for one, letter in letters.items()]
        given += [{"goal": goal, **fields} for goal, fields in texts.items()]
        self.write("AssessGoals", parent=sheet, stage=stage, assessments=given)

    def plan(self):
        """The draft with all its goals and indicators; returns its name."""
        self.assertEqual(self.connection.call("RegisterForm", {"parent": CITY, "form": FORM})["version"], 1)
        sheet = self.write(
            "CreateSheet",
            parent=CITY,
            sheet={
                "form": "kita-policy-2023",
                "fiscalYear": 2023,
                "orgUnit": "kita",
                "title": "令和5年度 運営方針",
                "texts": {"basicGoal": "水辺を歩いて楽しめるまち"},
            },
        )["name"]
        for id, parent, goal in (
            ("flood", "", {"level": "issue", "label": "1", "title": "水害に備える", "texts": {"analysis": "低地が多い"}}),
            ("drill", "flood", {"level": "strategy", "label": "1-1", "title": "訓練を広げる"}),
            ("visit", "flood", {"level": "strategy", "label": "1-2", "title": "講座を届ける"}),
            ("care", "", {"level": "issue", "label": "2", "title": "見守りを増やす"}),
            ("watch", "care", {"level": "strategy", "label": "2-1", "title": "拠点をつくる"}),
        ):
            self.write("CreateGoal", parent=sheet, goalId=id, parentGoal=parent, goal=goal)
        for goal, id, target, *_ in INDICATORS:
            indicator = {"name": id, "target": {"text": target}, **({"accumulation": PLAN} if id == "people" else {})}
            self.write("CreateIndicator", parent=f"{sheet}/goals/{goal}", indicatorId=id, indicator=indicator)
        self.write("PublishGoals", name=sheet)
        return sheet

    def test_from_the_draft_to_the_summary(self):
        sheet = self.plan()
        self.write(
            "ReportResults",
            parent=sheet,
            results=[{"indicator": id, "value": result} for _, id, _, result, *_ in INDICATORS],
        )
        self.write("RecordNarrative", parent=sheet, goals=[{"goal": "flood", "texts": {"review": "訓練が根づいた"}}])

        suggested = self.connection.call("SuggestRatings", {"name": sheet})
        self.assertEqual(suggested["rule"], "letters-2023")
        inputs = [one for goal in suggested["goals"] for one in goal["suggestion"]["inputs"]]
        self.assertEqual(
            [(one["indicator"], one.get("rating")) for one in inputs], [(row[1], row[4]) for row in INDICATORS]
        )
        # 10,488 of the 10,000 of three years: in the last of them A begins at 100 %.
        steps = [step["kind"].removeprefix("KIND_") for step in inputs[0]["steps"]]
        self.assertIn("THRESHOLDS_OF_YEAR", steps)
        self.assertEqual(inputs[0]["threshold"], "100")

        letters = {id: letter for _, id, *_, letter in INDICATORS}
        last = letters.popitem()
        self.assess(sheet, "", letters, flood={"comment": "参加者が増えた", "issues": "若い世代に広げる"})
        self.assess(sheet, "citizens", {"people": "B"})
        with self.assertRaises(wire.Refused) as refused:
            self.write("ConfirmEvaluation", name=sheet, etag=self.read(sheet)["etag"])
        self.assertEqual(refused.exception.reason, "RATINGS_MISSING")
        self.assertIn("calls", refused.exception.message)
        self.assess(sheet, "", dict([last]))
        self.write("ConfirmEvaluation", name=sheet, etag=self.read(sheet)["etag"])
        edition = self.connection.call("PublishEdition", {"name": sheet, "etag": self.read(sheet)["etag"]})["edition"]

        published = json.loads(self.connection.export(sheet, edition=edition["number"]))
        issue = published["goals"][0]
        self.assertEqual(issue["evaluation"], {"comment": "参加者が増えた", "issues": "若い世代に広げる"})
        self.assertEqual(issue["texts"], {"analysis": "低地が多い", "review": "訓練が根づいた"})
        self.assertEqual(
            issue["goals"][0]["indicators"][0]["evaluation"],
            {"rating": "A", "assessments": [{"stage": "citizens", "rating": "B"}]},
        )

        self.check_totals()
        shown = client(self.server, "sheet", sheet).stdout
        for _, _, target, result, *_ in INDICATORS:
            self.assertIn(target, shown)
            self.assertIn(result, shown)

    def check_totals(self):
        """Letters are counted, not goals, and open to the indicators that bear them."""
        request = {"parent": CITY, "orgUnit": "kita", "fiscalYear": 2023}
        (totals,) = self.connection.call("GetYearlySummary", request)["summary"]["tables"]
        self.assertTrue(totals["countsIndicators"])
        count = lambda tally: [one.get("rowCount", 0) for one in tally["ratings"]]
        self.assertEqual([one["rating"] for one in totals["overall"]["ratings"]], list(LETTERS))
        self.assertEqual(count(totals["overall"]), [1, 2, 1, 1])
        self.assertEqual(totals["overall"]["achievedPercentOfAll"], "60.0")
        groups = {group["title"]: count(group["tally"]) for group in totals["groups"]}
        self.assertEqual(groups, {"水害に備える": [1, 2, 0, 0], "見守りを増やす": [0, 0, 1, 1]})
        for letter in LETTERS:
            rows = self.connection.call("ListCountedGoals", {**request, "form": "kita-policy-2023", "rating": letter})
            expected = [(goal, id) for goal, id, *_, given in INDICATORS if given == letter]
            self.assertEqual([(row["goal"], row["indicator"]) for row in rows["goals"]], expected)
        departures = self.connection.call("ListDepartures", request)["departures"]
        self.assertEqual(
            [(one["input"]["indicator"], one["rating"], one.get("undecided", False)) for one in departures],
            [("drills", "B", False), ("calls", "C", True)],
        )
        printed = client(self.server, "summary", "--city", "minato", "--unit", "kita", "--year", 2023).stdout
        self.assertIn("運営方針", printed)


if __name__ == "__main__":
    unittest.main()
