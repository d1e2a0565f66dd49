"""A form that nobody built in: other levels, a letter scale, its own rule; registered over gRPC and used."""

import hashlib
import json
import unittest

import documents
from programs import ServerTest, client

FORM = {
    "name": "cities/minato/forms/harbour-scorecard",
    "title": {"ja": "港湾部成績表", "en": "Harbour scorecard"},
    "levels": [
        {"key": "theme", "title": {"ja": "柱", "en": "theme"}, "neverCounted": True},
        {"key": "outcome", "title": {"ja": "成果", "en": "outcome"}, "parents": ["theme"]},
    ],
    "texts": [
        {"key": "vision", "title": {"ja": "将来像"}, "stage": "STAGE_PLAN"},
        {"key": "lesson", "title": {"ja": "学んだこと"}, "stage": "STAGE_RESULT", "ofGoal": True},
    ],
    "ratings": [
        {"label": "S", "ratingClass": "RATING_CLASS_ACHIEVED", "title": {"ja": "大きく上回る"}},
        {"label": "A", "ratingClass": "RATING_CLASS_ACHIEVED", "title": {"ja": "達成"}},
        {"label": "B", "ratingClass": "RATING_CLASS_PARTLY", "title": {"ja": "おおむね"}},
        {"label": "C", "ratingClass": "RATING_CLASS_NOT_ACHIEVED", "title": {"ja": "未達"}},
    ],
    "marks": [{"key": "typhoon", "symbol": "☂", "title": {"ja": "台風の影響"}}],
    "counting": {"level": "outcome", "byTopGoal": True},
    "stages": [
        {"key": "self", "title": {"ja": "自己評価"}, "ofRecord": True},
        {"key": "citizens", "title": {"ja": "市民評価"}},
    ],
    "pastYears": 1,
    "suggestionRule": {
        "id": "harbour-1",
        "metRating": "A",
        "notMetRating": "C",
        "thresholdsOnly": True,
        "thresholds": [
            {"atLeastPercent": "110", "rating": "S"},
            {"atLeastPercent": "100", "rating": "A"},
            {"atLeastPercent": "80", "rating": "B"},
        ],
    },
}

# Indicator name, target, result, the rating that the rule suggests.
OUTCOMES = [
    ("クルーズ船の寄港", "20隻", "23隻", "S"),
    ("岸壁の点検", "40か所", "40か所", "A"),
    ("コンテナの取扱い", "12,000", "10,050", "B"),
    ("待ち時間", "30分以下", "45分", "C"),
]


class SixthFormTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")

    def write(self, method, **request):
        return self.connection.write(method, request)

    def test_goes_the_whole_way(self):
        city = "cities/minato"
        answer = self.connection.call("RegisterForm", {"parent": city, "form": FORM})
        self.assertEqual(answer["version"], 1)

        created = self.write(
            "CreateSheet",
            parent=city,
            sheet={
                "form": "harbour-scorecard",
                "fiscalYear": 2024,
                "orgUnit": "kita-kyodo",
                "title": "港のこの一年",
                "texts": {"vision": "船の灯りがまちの灯りになる港へ。"},
            },
        )
        sheet = created["name"]
        theme = self.write("CreateGoal", parent=sheet, goal={"level": "theme", "label": "あ", "title": "にぎわう港"})
        theme_id = theme["name"].rsplit("/", 1)[1]
        outcomes = []
        for name, target, _, _ in OUTCOMES:
            goal = {"level": "outcome", "title": name, "indicators": [{"name": name, "target": {"text": target}}]}
            made = self.write("CreateGoal", parent=sheet, goal=goal, parentGoal=theme_id)
            outcomes.append(made["name"].rsplit("/", 1)[1])
        self.write("PublishGoals", name=sheet)

        read = self.connection.call("GetSheet", {"name": sheet})["sheet"]
        self.assertEqual(read["state"], "SHEET_STATE_GOALS_PUBLISHED")
        indicators = [goal["indicators"][0]["id"] for goal in read["goals"][0]["goals"]]
        results = [{"indicator": id, "value": row[2]} for id, row in zip(indicators, OUTCOMES)]
        self.write("ReportResults", parent=sheet, results=results)
        self.write(
            "RecordNarrative",
            parent=sheet,
            goals=[{"goal": outcomes[3], "texts": {"lesson": "台風の週に全てがかかった。"}}],
        )

        suggested = self.connection.call("SuggestRatings", {"name": sheet})
        self.assertEqual(suggested["rule"], "harbour-1")
        self.assertEqual(
            [goal["suggestion"]["rating"] for goal in suggested["goals"]], [row[3] for row in OUTCOMES]
        )

        # People differ from the rule in one place: the rule has no authority, so they owe no reason.
        given = ["S", "A", "A", "C"]
        self.write(
            "AssessGoals",
            parent=sheet,
            assessments=[{"goal": id, "rating": rating} for id, rating in zip(outcomes, given)],
        )
        self.write(
            "AssessGoals",
            parent=sheet,
            stage="citizens",
            assessments=[{"goal": outcomes[0], "rating": "B", "comment": "音が気になる。"}],
        )
        etag = self.connection.call("GetSheet", {"name": sheet})["sheet"]["etag"]
        confirmed = self.write("ConfirmEvaluation", name=sheet, etag=etag)
        edition = self.connection.call("PublishEdition", {"name": sheet, "etag": confirmed["etag"]})["edition"]
        self.assertEqual(edition["number"], 1)

        published = self.connection.export(sheet, edition=1)
        self.assertEqual(hashlib.sha256(published).hexdigest(), edition["digest"])
        document = json.loads(published)
        self.assertEqual(document["state"], "EVALUATED")
        self.assertEqual(
            [goal["evaluation"]["rating"] for goal in document["goals"][0]["goals"]], given
        )
        self.assertEqual(
            document["goals"][0]["goals"][0]["evaluation"]["assessments"],
            [{"stage": "citizens", "rating": "B", "comment": "音が気になる。"}],
        )

        request = {"parent": city, "orgUnit": "kita", "fiscalYear": 2024}
        (totals,) = self.connection.call("GetYearlySummary", request)["summary"]["tables"]
        counts = [(one["rating"], one.get("rowCount", 0)) for one in totals["overall"]["ratings"]]
        self.assertEqual(counts, [("S", 1), ("A", 2), ("B", 0), ("C", 1)])
        self.assertEqual([group["key"] for group in totals["groups"]], ["あ"])

        departures = self.connection.call("ListDepartures", request)["departures"]
        self.assertEqual([(one["title"], one["rating"]) for one in departures], [("コンテナの取扱い", "A")])

        shown = client(self.server, "sheet", sheet).stdout
        for _, target, result, _ in OUTCOMES:
            self.assertIn(target, shown)
            self.assertIn(result, shown)

    def test_next_version_leaves_old_sheets_alone(self):
        city = "cities/minato"
        form = {**FORM, "name": f"{city}/forms/versioned"}
        self.connection.call("RegisterForm", {"parent": city, "form": form})
        sheet = {"form": "versioned", "fiscalYear": 2024, "orgUnit": "kita-kankyo"}
        first = self.write("CreateSheet", parent=city, sheet=sheet)["name"]
        renamed = {**form, "levels": [{"key": "field", "title": {"ja": "分野"}}], "counting": {"level": "field"}}
        answer = self.connection.call("RegisterForm", {"parent": city, "form": renamed})
        self.assertEqual(answer["version"], 2)
        second = self.write("CreateSheet", parent=city, sheet={**sheet, "fiscalYear": 2025})["name"]
        versions = [self.connection.call("GetSheet", {"name": name})["sheet"]["formVersion"] for name in (first, second)]
        self.assertEqual(versions, [1, 2])
        self.write("CreateGoal", parent=first, goal={"level": "theme", "title": "旧版の柱"})
        self.write("CreateGoal", parent=second, goal={"level": "field", "title": "新版の分野"})


if __name__ == "__main__":
    unittest.main()
