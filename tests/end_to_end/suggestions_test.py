"""What the rule of a form suggests, how it came to that, and what people have to say when they differ."""

import json
import unittest

import documents
import wire
from programs import ServerTest, client

CITY = "cities/minato"
RULE = {
    "id": "attainment-2",
    "authority": "目標管理要綱第7条",
    "rangeAsFloor": True,
    "metRating": "達成",
    "notMetRating": "未達成",
    "thresholds": [{"atLeastPercent": "95", "rating": "一部未達成"}],
}
FORM = {
    "name": f"{CITY}/forms/ruled",
    "title": {"ja": "要綱による目標シート"},
    "levels": [{"key": "goal", "title": {"ja": "目標"}}],
    "ratings": [
        {"label": "達成", "ratingClass": "RATING_CLASS_ACHIEVED"},
        {"label": "一部未達成", "ratingClass": "RATING_CLASS_PARTLY"},
        {"label": "未達成", "ratingClass": "RATING_CLASS_NOT_ACHIEVED"},
    ],
    "counting": {"level": "goal"},
    "stages": [{"key": "section", "title": {"ja": "一次評価"}, "ofRecord": True}],
    "suggestionRule": RULE,
}
FREE_FORM = {**FORM, "name": f"{CITY}/forms/free", "suggestionRule": {**RULE, "authority": ""}}

# Target, result, the rating that the rule suggests.
ROWS = [
    ("90", "78", "未達成"),
    ("70~80", "86", "達成"),
    ("4.50", "4.47", "一部未達成"),
    ("429g以下", "431g", "一部未達成"),
    ("参加者180組", "参加者120組", "未達成"),
    ("20回以上実施", "評価不能", None),
]


class SuggestionsTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")
        for form in (FORM, FREE_FORM):
            cls.connection.call("RegisterForm", {"parent": CITY, "form": form})

    def reported(self, form, year):
        """A sheet with all results; returns its name."""
        write = self.connection.write
        sheet = {"form": form, "fiscalYear": year, "orgUnit": "kita-kurashi"}
        name = write("CreateSheet", {"parent": CITY, "sheet": sheet})["name"]
        for number, (target, *_) in enumerate(ROWS, 1):
            direction = {"direction": "LOWER_IS_BETTER"} if "以下" in target else {}
            goal = {"level": "goal", "label": str(number), "title": f"目標{number}"}
            goal["indicators"] = [{"name": f"指標{number}", "target": {"text": target}, **direction}]
            write("CreateGoal", {"parent": name, "goal": goal})
        write("PublishGoals", {"name": name})
        results = [{"indicator": f"i{number}", "value": row[1]} for number, row in enumerate(ROWS, 1)]
        write("ReportResults", {"parent": name, "results": results})
        return name

    def rate(self, name, goal, rating, **fields):
        assessment = {"goal": goal, "rating": rating, **fields}
        return self.connection.write("AssessGoals", {"parent": name, "assessments": [assessment]})

    def departures(self, year):
        request = {"parent": CITY, "orgUnit": "kita", "fiscalYear": year}
        return self.connection.call("ListDepartures", request)

    def test_the_rule_shows_its_inputs_and_steps(self):
        name = self.reported("free", 2020)
        suggested = self.connection.call("SuggestRatings", {"name": name})
        self.assertEqual((suggested["rule"], suggested.get("authority", "")), ("attainment-2", ""))
        suggestions = [goal["suggestion"] for goal in suggested["goals"]]
        self.assertEqual([one.get("rating") for one in suggestions], [row[2] for row in ROWS])
        for one, (target, result, _) in zip(suggestions, ROWS):
            (used,) = one["inputs"]
            self.assertEqual((used["target"], used["result"]), (target, result))
        near = suggestions[2]["inputs"][0]
        self.assertEqual(near["threshold"], "95")
        self.assertEqual(
            [step["kind"] for step in near["steps"]], ["KIND_COMPARED", "KIND_THRESHOLD_REACHED"]
        )
        self.assertEqual(suggestions[5]["inputs"][0]["steps"][-1]["kind"], "KIND_UNDECIDED")
        # For reference only: nobody owes a reason, and the departure is listed all the same.
        self.rate(name, "g1", "達成")
        (departure,) = self.departures(2020)["departures"]
        self.assertEqual((departure["goal"], departure["rating"], departure.get("reason", "")), ("g1", "達成", ""))

    def test_under_authority_a_departure_needs_a_reason(self):
        name = self.reported("ruled", 2021)
        with self.assertRaises(wire.Refused) as refused:
            self.rate(name, "g1", "達成")
        self.assertEqual(refused.exception.code, "FAILED_PRECONDITION")
        self.assertEqual(refused.exception.reason, "DEPARTURE_NEEDS_REASON")
        self.assertIn("departure_reason", refused.exception.rules[0])
        self.rate(name, "g1", "達成", departureReason="除砂の回数がこれまでで最も少ない")
        evaluation = self.connection.call("GetSheet", {"name": name})["sheet"]["goals"][0]["evaluation"]
        self.assertEqual(evaluation["suggestion"]["rating"], "未達成")
        self.assertEqual(evaluation["rating"], "達成")
        for goal, (*_, suggested) in list(enumerate(ROWS, 1))[1:]:
            self.rate(name, f"g{goal}", suggested or "未達成")
        answer = self.departures(2021)
        self.assertEqual((answer["comparedCount"], answer["agreeingCount"]), (6, 4))
        self.assertEqual(
            [(one["goal"], one.get("reason", ""), one.get("undecided", False)) for one in answer["departures"]],
            [("g1", "除砂の回数がこれまでで最も少ない", False), ("g6", "", True)],
        )
        arguments = ("departures", "--city", "minato", "--unit", "kita", "--year", 2021)
        self.assertIn("除砂の回数がこれまでで最も少ない", client(self.server, "--width", 200, *arguments).stdout)
        printed = json.loads(client(self.server, "--json", *arguments).stdout)
        self.assertEqual(printed["departures"], answer["departures"])

        # A correction that makes a rating a departure is found when it is confirmed.
        correction = {"parent": name, "results": [{"indicator": "i2", "value": "60"}], "reason": "下半期の分を除いた"}
        self.connection.write("CorrectResults", correction)
        etag = self.connection.call("GetSheet", {"name": name})["sheet"]["etag"]
        with self.assertRaises(wire.Refused) as refused:
            self.connection.write("ConfirmEvaluation", {"name": name, "etag": etag})
        self.assertEqual(refused.exception.reason, "DEPARTURE_NEEDS_REASON")


if __name__ == "__main__":
    unittest.main()
