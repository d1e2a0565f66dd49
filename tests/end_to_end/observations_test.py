"""What a reader should look at, with its evidence, and the section goals under those of the ward."""

import unittest

import documents
import wire
from programs import ServerTest, client


class Observations(ServerTest):
    source = None
    where = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client(cls.server, "import", *sorted(cls.source.glob("*.json")))

    def observe(self, **filters):
        """All observations of the ward in the year, page by page; checks the announced numbers."""
        city, unit, year = self.where
        request = {"parent": f"cities/{city}", "orgUnit": unit, "fiscalYear": year, "pageSize": 5, **filters}
        found, token = [], ""
        while True:
            answer = self.connection.call("ListObservations", {**request, "pageToken": token})
            found += answer.get("observations", [])
            token = answer.get("nextPageToken", "")
            if not token:
                break
        counts = {}
        for one in found:
            counts[one["kind"]] = counts.get(one["kind"], 0) + 1
        self.assertEqual({one["kind"]: one["count"] for one in answer.get("counts", [])}, counts)
        return found

    def of_kind(self, kind, **filters):
        return self.observe(kinds=["OBSERVATION_KIND_" + kind], **filters)

    def values(self, kind, **filters):
        """Sheet and values of the evidence of each observation of a kind."""
        return [
            (one["sheet"].rsplit("/", 1)[1], *(evidence["value"] for evidence in one["evidence"]))
            for one in self.of_kind(kind, **filters)
        ]

    def printed(self, *arguments):
        city, unit, year = self.where
        return client(self.server, "--width", 200, *arguments[:1], "--city", city, "--unit", unit, "--year", year,
                      *arguments[1:]).stdout  # fmt: skip


class SampleObservationsTest(Observations):
    source = documents.SAMPLE
    where = ("minato", "kita", 2023)
    ward = "cities/minato/sheets/2023-kita-ward-goals"
    kurashi = "cities/minato/sheets/2023-kita-kurashi"

    def test_of_the_ward(self):
        self.assertEqual(
            [one["sheet"].rsplit("/", 1)[1] + " " + one["id"] for one in self.observe()],
            [
                "2023-kita-kurashi TARGET_BELOW_LAST_RESULT/i2/2022",
                "2023-kita-kurashi TARGET_BELOW_LAST_RESULT/i3/2022",
                "2023-kita-policy-results FACT_MISSING/sheet",
                "2023-kita-vision-progress FACT_MISSING/sheet",
                "2023-kita-vision-progress DECLARED_TOTAL_DIFFERS/all",
                "2023-kita-vision-progress DECLARED_TOTAL_DIFFERS/goal/V",
                "2023-kita-ward-goals FACT_MISSING/sheet",
                "2023-kita-ward-goals DECLARED_TOTAL_DIFFERS/all",
            ],
        )
        self.assertEqual(len(self.observe(form="niigata-section-goals")), 2)
        self.assertEqual(self.observe(orgUnit="kita-hoken"), [])

    def test_with_the_sheet_and_never_in_a_document(self):
        plain = self.connection.call("GetSheet", {"name": self.kurashi})
        self.assertNotIn("observations", plain)
        asked = self.connection.call("GetSheet", {"name": self.kurashi, "includeObservations": True})
        self.assertEqual(
            [one["id"] for one in asked["observations"]],
            ["TARGET_BELOW_LAST_RESULT/i2/2022", "TARGET_BELOW_LAST_RESULT/i3/2022"],
        )
        self.assertNotIn("TARGET_BELOW", self.connection.export(self.kurashi).decode())

    def test_ward_goals_show_what_contributes_to_them(self):
        goals = self.connection.call("ListContributingGoals", {"parent": self.ward})["goals"]
        # One goal of the health section was rated row by row.
        self.assertEqual(
            [(one["link"], one["orgUnit"], one["label"], one["rating"]) for one in goals],
            [
                ("2", "kita-hoken", "2", "未達成"),
                ("2", "kita-hoken", "2", "達成"),
                ("3", "kita-hoken", "1", "達成"),
                ("5", "kita-kurashi", "1", "一部未達成"),
            ],
        )
        sheet = self.connection.call("GetSheet", {"name": self.ward, "includeContributions": True})
        self.assertEqual(sheet["contributions"], goals)
        numbers = {goal["id"]: goal["label"] for goal in sheet["sheet"]["goals"]}
        self.assertEqual([numbers[one["contributesTo"]] for one in goals], ["2", "2", "3", "5"])
        printed = client(self.server, "--width", 200, "sheet", "minato/2023-kita-ward-goals").stdout
        self.assertEqual(printed.count("寄与する目標: "), 4)
        self.assertIn("評価 一部未達成", printed)

    def test_printed(self):
        printed = self.printed("observations")
        self.assertIn("TARGET_BELOW_LAST_RESULT/i2/2022", printed)
        self.assertIn("令和4年度の実績", printed)
        english = self.printed("observations", "--lang", "en", "--kind", "declared-total-differs")
        self.assertIn("the printed totals are not what the rows come to", english)
        self.assertIn("declared total differs 3\n", english)
        self.assertNotIn("TARGET_BELOW", english)
        with_sheet = client(self.server, "--width", 200, "sheet", "minato/2023-kita-kurashi", "--observations").stdout
        self.assertIn("TARGET_BELOW_LAST_RESULT/i2/2022", with_sheet)
        refused = client(self.server, "observations", "--kind", "typo", check=False)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("typo", refused.stderr)


class AnsweredObservationsTest(Observations):
    """What the section says to an observation, and what becomes of it."""

    source = documents.SAMPLE
    where = ("minato", "kita", 2023)
    kurashi = "cities/minato/sheets/2023-kita-kurashi"

    def answer(self, observation, text, request_id=""):
        request = {"name": self.kurashi, "observation": observation, "text": text, "requestId": request_id}
        return self.connection.call("AnswerObservation", request)["result"]

    def test_story(self):
        first, second = (one["id"] for one in self.of_kind("TARGET_BELOW_LAST_RESULT"))
        self.answer(first, "窓口を一つ減らしたため", "once")
        answered = self.of_kind("TARGET_BELOW_LAST_RESULT")[0]["answer"]
        self.assertEqual((answered["text"], answered["actor"]), ("窓口を一つ減らしたため", "end-to-end"))
        self.assertEqual([one["id"] for one in self.of_kind("TARGET_BELOW_LAST_RESULT", unansweredOnly=True)], [second])
        self.assertIn("窓口を一つ減らしたため", self.printed("observations"))
        self.assertNotIn(first, self.printed("observations", "--unanswered"))
        for observation in ("OVERSHOOT/i2", "TARGET_BELOW_LAST_RESULT/i2/2021"):
            with self.assertRaises(wire.Refused) as refusal:
                self.answer(observation, "?")
            self.assertEqual(refusal.exception.code, "NOT_FOUND")

        # The target is raised: the observation goes, and its answer stays on record until it is taken back.
        indicator = first.split("/")[1]
        self.connection.write(
            "SetTargets",
            {
                "parent": self.kurashi,
                "targets": [{"indicator": indicator, "target": "100"}],
                "reason": "前年度の実績に合わせる",
            },
        )
        self.assertEqual([one["id"] for one in self.of_kind("TARGET_BELOW_LAST_RESULT")], [second])
        with self.assertRaises(wire.Refused) as refusal:
            self.answer(first, "見直しました")
        self.assertEqual(refusal.exception.code, "NOT_FOUND")
        self.assertTrue(self.answer(first, "窓口を一つ減らしたため", "once")["replayed"])
        self.answer(first, "")
        sheet = self.connection.call("GetSheet", {"name": self.kurashi})["sheet"]
        self.assertNotIn("observationAnswers", sheet)


@unittest.skipUnless(documents.have_seeds(), documents.NO_SEEDS)
class RealObservationsTest(Observations):
    source = documents.SEEDS
    where = ("niigata", "nishi", 2022)

    def test_targets_below_the_last_result(self):
        self.assertEqual(len(self.of_kind("TARGET_BELOW_LAST_RESULT")), 13)

    def test_overshoot(self):
        self.assertIn(("2022-nishi-nosei-shoko", "4,600", "17,756", "386"), self.values("OVERSHOOT"))

    def test_comment_whose_items_do_not_add_up(self):
        ((sheet, result, _, total),) = self.values("COMMENT_DIFFERS")
        self.assertEqual((sheet, result, total), ("2022-nishi-nosei-shoko", "9", "8"))

    def test_story_of_the_missing_ward_goals(self):
        links = self.values("LINK_TARGET_MISSING")
        self.assertEqual(len(links), 9)
        self.assertEqual({one[2] for one in links}, {"sheet"})
        # The ward's sheet comes at last: the links lead to its goals.
        ward = documents.load(documents.SEEDS / "niigata-2020-nishi-ward-goals.json")
        ward["name"], ward["fiscalYear"] = "cities/niigata/sheets/2022-nishi-ward-goals", 2022
        self.connection.call("ImportSheet", {"document": ward})
        self.assertEqual(self.of_kind("LINK_TARGET_MISSING"), [])
        goals = self.connection.call("ListContributingGoals", {"parent": ward["name"]})["goals"]
        self.assertEqual([one["link"] for one in goals], list("1222233345"))
        self.assertEqual([one["rating"] for one in goals].count("達成"), 8)
        self.connection.write("UnlinkGoals", {
            "name": goals[0]["goal"], "links": [{"sheet": ward["name"], "goal": "1"}], "reason": "対象外",
        })  # fmt: skip
        self.assertEqual(
            self.connection.call("ListContributingGoals", {"parent": ward["name"]})["goals"], goals[1:]
        )

    def series_of(self, sheet, text):
        """The series that the indicator with this result has of its own."""
        goals = self.connection.call("GetSheet", {"name": f"cities/niigata/sheets/{sheet}"})["sheet"]["goals"]
        (found,) = [
            indicator["id"]
            for goal in documents.walk(goals)
            for indicator in goal.get("indicators", [])
            if indicator.get("result", {}).get("text") == text
        ]
        return f"{sheet}.{found}"

    def test_story_of_documents_that_disagree(self):
        self.assertEqual(self.of_kind("DOCUMENTS_DISAGREE"), [])
        # Staff declare that two indicators are those of the progress table.
        for sheet, result, text in (
            ("2022-nishi-somu", "12", "11科目実施"),
            ("2022-nishi-kumin-seikatsu", "203", "参加団体数 156団体"),
        ):
            indicator = self.series_of(sheet, result).split(".")[1]
            self.connection.write(
                "UpdateIndicator",
                {
                    "indicator": {"series": self.series_of("2020-nishi-vision-progress", text)},
                    "name": f"cities/niigata/sheets/{sheet}/indicators/{indicator}",
                    "updateMask": "series",
                    "reason": "同じ指標",
                },
            )
        self.assertEqual(
            self.values("DOCUMENTS_DISAGREE"),
            [
                ("2022-nishi-kumin-seikatsu", "195", "参加団体数 179団体"),
                ("2022-nishi-somu", "13", "14科目実施"),
            ],
        )
        self.assertEqual(len(self.of_kind("DOCUMENTS_DISAGREE", fiscalYear=2020)), 2)
        printed = self.printed("observations", "--kind", "documents-disagree")
        self.assertIn("令和元年度の値が資料によって異なります: 「13」(2022-nishi-somu)", printed)


del Observations  # A base, not a test.

if __name__ == "__main__":
    unittest.main()
