"""The year of a sheet as its people live it: submitted, returned, approved, revised, confirmed by another, corrected.

Sato writes for the section, Yamada decides for the planning division; the form wants both of them.
"""

import json
import threading
import unittest

import documents
import wire
from programs import ServerTest, client

CITY = "cities/minato"
FORM = {
    "name": f"{CITY}/forms/two-hands",
    "title": {"ja": "二人で仕上げる目標シート", "en": "Goals by two hands"},
    "levels": [{"key": "goal", "title": {"ja": "目標", "en": "goal"}}],
    "texts": [
        {"key": "purpose", "title": {"ja": "目的"}, "stage": "STAGE_PLAN"},
        {"key": "result", "title": {"ja": "成果"}, "stage": "STAGE_RESULT"},
    ],
    "ratings": [
        {"label": "達成", "ratingClass": "RATING_CLASS_ACHIEVED"},
        {"label": "未達成", "ratingClass": "RATING_CLASS_NOT_ACHIEVED"},
    ],
    "counting": {"level": "goal", "withdrawn": "WITHDRAWN_COUNTING_COUNTED"},
    "stages": [{"key": "section", "title": {"ja": "一次評価"}, "ofRecord": True}],
    "workflow": {"goalsNeedApproval": True, "twoPersonRule": True, "evaluationNeedsSubmission": True},
}
# The same without demands on the workflow, and withdrawn goals left out.
FREE_FORM = {
    **FORM,
    "name": f"{CITY}/forms/one-hand",
    "counting": {"level": "goal", "withdrawn": "WITHDRAWN_COUNTING_LEFT_OUT"},
    "workflow": {},
}


class WorkflowTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")
        for form in (FORM, FREE_FORM):
            cls.connection.call("RegisterForm", {"parent": CITY, "form": form})
        cls.sato = cls.enterClassContext(wire.Connection(cls.server.address, actor="sato"))
        cls.yamada = cls.enterClassContext(wire.Connection(cls.server.address, actor="yamada"))
        # Each story is of another year, since a unit has one sheet a year and form.
        cls.year = 2000

    def draft(self, goals=2, form="two-hands"):
        """A draft with goals g1, g2 …, each with an indicator i1, i2 …; returns its name."""
        type(self).year += 1
        sheet = {"form": form, "fiscalYear": self.year, "orgUnit": "kita-kurashi"}
        name = self.sato.write("CreateSheet", {"parent": CITY, "sheet": sheet})["name"]
        for number in range(1, goals + 1):
            goal = {"level": "goal", "label": str(number), "title": f"目標{number}"}
            goal["indicators"] = [{"name": f"指標{number}", "target": {"text": "10件"}}]
            self.sato.write("CreateGoal", {"parent": name, "goal": goal})
        return name

    def read(self, name, **options):
        return self.connection.call("GetSheet", {"name": name, **options})["sheet"]

    def etag(self, name):
        return self.read(name)["etag"]

    def reviewed(self, who, method, name, **fields):
        """A decision on the sheet as it is now; returns the whole answer."""
        return who.call(method, {"name": name, "etag": self.etag(name), **fields})

    def refused(self, who, method, request, reason, code="FAILED_PRECONDITION"):
        with self.assertRaises(wire.Refused) as refused:
            who.call(method, request)
        self.assertEqual((refused.exception.code, refused.exception.reason), (code, reason))
        return refused.exception

    def assess(self, name, **ratings):
        assessments = [{"goal": goal, "rating": rating} for goal, rating in ratings.items()]
        self.sato.write("AssessGoals", {"parent": name, "assessments": assessments})

    def published(self, **options):
        """A sheet whose goals are published; returns its name."""
        name = self.draft(**options)
        if self.read(name)["form"] == "two-hands":
            self.sato.write("SubmitGoals", {"name": name})
            self.reviewed(self.yamada, "ApproveGoals", name)
        self.sato.write("PublishGoals", {"name": name})
        return name

    def steps(self, name):
        return [
            (step["kind"].removeprefix("KIND_"), step["actor"], step.get("reason", ""))
            for step in self.read(name)["transitions"]
        ]

    def test_the_goals_of_a_year(self):
        name = self.draft()
        # Not without the division.
        error = self.refused(self.sato, "PublishGoals", {"name": name}, "GOALS_NOT_APPROVED")
        self.assertIn("SubmitGoals", error.message)
        self.sato.write("SubmitGoals", {"name": name, "reason": "ご確認ください"})
        # What is submitted is what is read, until it comes back.
        target = {"parent": name, "targets": [{"indicator": "i1", "target": "12件"}]}
        error = self.refused(self.sato, "SetTargets", target, "GOALS_SUBMITTED")
        self.assertIn("ReturnGoals", error.message)
        self.assertIn("ReturnGoals", error.rules[0])
        self.refused(self.yamada, "ReturnGoals", {"name": name}, "INVALID_FIELDS", code="INVALID_ARGUMENT")
        self.yamada.write("ReturnGoals", {"name": name, "reason": "目標1の件数の根拠を書くこと"})
        self.assertEqual(self.read(name)["state"], "SHEET_STATE_DRAFT")
        self.sato.write("SetTargets", target)
        self.sato.write("SubmitGoals", {"name": name})
        # Nobody approves what is their own.
        approve = {"name": name, "etag": self.etag(name), "approvalReference": "北企第7号"}
        error = self.refused(self.sato, "ApproveGoals", approve, "TWO_PERSON_RULE")
        self.assertIn("sato", error.message)
        self.yamada.write("ApproveGoals", approve)
        self.assertEqual(self.read(name)["approvalReference"], "北企第7号")
        self.refused(self.sato, "SetTargets", target, "GOALS_APPROVED")
        self.sato.write("PublishGoals", {"name": name})
        # From here on a change is a revision that says why.
        target["targets"][0]["target"] = "15件"
        self.refused(self.sato, "SetTargets", target, "INVALID_FIELDS", code="INVALID_ARGUMENT")
        self.sato.write("SetTargets", {**target, "reason": "国の補助が決まった"})
        (revision,) = self.read(name)["goals"][0]["indicators"][0]["targetRevisions"]
        self.assertEqual(revision["previous"]["text"], "12件")
        self.assertEqual(revision["target"]["text"], "15件")
        self.assertEqual((revision["actor"], revision["reason"]), ("sato", "国の補助が決まった"))
        self.assertEqual(
            self.steps(name),
            [
                ("CREATED", "sato", ""),
                ("GOALS_SUBMITTED", "sato", "ご確認ください"),
                ("GOALS_RETURNED", "yamada", "目標1の件数の根拠を書くこと"),
                ("GOALS_SUBMITTED", "sato", ""),
                ("GOALS_APPROVED", "yamada", ""),
                ("GOALS_PUBLISHED", "sato", ""),
            ],
        )
        for step in self.read(name)["transitions"]:
            self.assertRegex(step["recordedTime"], r"^\d{4}-\d\d-\d\dT.*Z$")
            self.assertRegex(step["effectiveDate"], r"^\d{4}-\d\d-\d\d$")

    def test_the_evaluation_of_a_year(self):
        name = self.published()
        self.sato.write("ReportResults", {"parent": name, "results": [{"indicator": "i1", "value": "11件"}]})
        error = self.refused(self.sato, "SubmitEvaluation", {"name": name}, "NOT_ASSESSED")
        self.assertIn("AssessGoals", error.message)
        self.assess(name, g1="達成", g2="未達成")
        confirm = {"name": name, "etag": self.etag(name)}
        self.refused(self.yamada, "ConfirmEvaluation", confirm, "EVALUATION_NOT_SUBMITTED")
        self.sato.write("SubmitEvaluation", {"name": name})
        correct = {"parent": name, "results": [{"indicator": "i1", "value": "9件"}], "reason": "数え直した"}
        error = self.refused(self.sato, "CorrectResults", correct, "EVALUATION_SUBMITTED")
        self.assertIn("ReturnEvaluation", error.message)
        self.yamada.write("ReturnEvaluation", {"name": name, "reason": "目標1の数を確かめること"})
        self.sato.write("CorrectResults", correct)
        self.assess(name, g1="未達成")
        self.sato.write("SubmitEvaluation", {"name": name})
        confirm = {"name": name, "etag": self.etag(name)}
        self.refused(self.sato, "ConfirmEvaluation", confirm, "TWO_PERSON_RULE")
        self.yamada.write("ConfirmEvaluation", confirm)
        self.refused(self.sato, "CorrectResults", correct, "EVALUATION_CONFIRMED")

        first = self.reviewed(self.yamada, "PublishEdition", name)["edition"]
        self.assertEqual((first["number"], first["actor"]), (1, "yamada"))
        printed = self.connection.export(name, edition=1)
        # Nothing new: neither again nor in its place.
        again = {"name": name, "etag": self.etag(name), "reason": "もう一度"}
        self.refused(self.yamada, "PublishEdition", again, "EDITION_UNCHANGED")
        self.refused(self.yamada, "ReplaceEdition", again, "EDITION_UNCHANGED")

        # A mistake comes to light.
        self.refused(self.yamada, "ReopenEvaluation", {"name": name}, "INVALID_FIELDS", code="INVALID_ARGUMENT")
        self.yamada.write("ReopenEvaluation", {"name": name, "reason": "目標2の評価に誤り"})
        self.assess(name, g2="達成")
        replace = {"name": name, "etag": self.etag(name), "reason": "目標2の評価を正した"}
        self.refused(self.yamada, "ReplaceEdition", replace, "EVALUATION_NOT_CONFIRMED")
        self.sato.write("SubmitEvaluation", {"name": name})
        self.reviewed(self.yamada, "ConfirmEvaluation", name)
        error = self.refused(self.yamada, "PublishEdition", {**replace, "etag": self.etag(name)}, "EDITION_EXISTS")
        self.assertIn("ReplaceEdition", error.message)
        second = self.reviewed(self.yamada, "ReplaceEdition", name, reason="目標2の評価を正した")["edition"]
        self.assertEqual((second["number"], second["replaces"]), (2, 1))
        sheet = self.read(name)
        self.assertEqual(sheet["state"], "SHEET_STATE_EDITION_PUBLISHED")
        self.assertEqual(sheet["editions"][0]["replacedBy"], 2)
        self.assertEqual(sheet["editions"][1]["reason"], "目標2の評価を正した")
        self.assertEqual(sheet["editions"][1]["digest"], second["digest"])
        self.assertNotEqual(first["digest"], second["digest"])
        # What was published stays as it was.
        self.assertEqual(self.connection.export(name, edition=1), printed)
        self.assertEqual(
            self.steps(name)[-9:],
            [
                ("EVALUATION_SUBMITTED", "sato", ""),
                ("EVALUATION_RETURNED", "yamada", "目標1の数を確かめること"),
                ("EVALUATION_SUBMITTED", "sato", ""),
                ("EVALUATION_CONFIRMED", "yamada", ""),
                ("EDITION_PUBLISHED", "yamada", ""),
                ("EVALUATION_REOPENED", "yamada", "目標2の評価に誤り"),
                ("EVALUATION_SUBMITTED", "sato", ""),
                ("EVALUATION_CONFIRMED", "yamada", ""),
                ("EDITION_REPLACED", "yamada", "目標2の評価を正した"),
            ],
        )

    def test_a_replacement_is_of_an_edition_that_is_there(self):
        name = self.published(form="one-hand")
        self.assess(name, g1="達成", g2="達成")
        self.reviewed(self.sato, "ConfirmEvaluation", name)
        replace = {"name": name, "etag": self.etag(name), "reason": "x"}
        error = self.refused(self.sato, "ReplaceEdition", replace, "NO_EDITION")
        self.assertIn("PublishEdition", error.message)
        self.reviewed(self.sato, "PublishEdition", name)
        whole = {"name": name, "etag": self.etag(name), "reason": "x"}
        for missing in ("etag", "reason"):
            request = {key: value for key, value in whole.items() if key != missing}
            error = self.refused(self.sato, "ReplaceEdition", request, "INVALID_FIELDS", code="INVALID_ARGUMENT")
            self.assertEqual(error.fields, [missing])

    def test_a_goal_withdrawn_in_mid_year_is_counted_as_the_form_says(self):
        for form, total, left_out in (("two-hands", 2, 0), ("one-hand", 1, 1)):
            with self.subTest(form=form):
                name = self.published(form=form)
                self.sato.write("WithdrawGoal", {"name": f"{name}/goals/g2", "reason": "事業が県へ移った"})
                goal = self.read(name)["goals"][1]
                self.assertEqual((goal["withdrawn"], goal["withdrawalReason"]), (True, "事業が県へ移った"))
                self.assertIn("目標2", self.connection.export(name).decode())
                self.assess(name, g1="達成")
                if form == "two-hands":
                    self.sato.write("SubmitEvaluation", {"name": name})
                # Nobody has to rate what is gone.
                self.reviewed(self.yamada, "ConfirmEvaluation", name)
                request = {"parent": CITY, "orgUnit": "kita", "fiscalYear": self.year}
                (table,) = self.connection.call("GetYearlySummary", request)["summary"]["tables"]
                self.assertEqual(table["overall"]["rowCount"], total)
                self.assertEqual(table["leftOut"].get("withdrawnCount", 0), left_out)
                self.assertEqual(table["overall"].get("unratedCount", 0), total - 1)

    def test_two_people_who_confirm_a_sheet_that_changed_are_told_what_changed(self):
        name = self.published(form="one-hand")
        self.sato.write("ReportResults", {"parent": name, "results": [{"indicator": "i1", "value": "11件"}]})
        self.assess(name, g1="達成", g2="達成")
        etag = self.etag(name)
        correct = {"parent": name, "results": [{"indicator": "i1", "value": "9件"}], "reason": "二重に数えた"}
        self.sato.write("CorrectResults", correct)
        self.assess(name, g1="未達成")
        for reviewer in (self.yamada, self.connection):
            error = self.refused(
                reviewer, "ConfirmEvaluation", {"name": name, "etag": etag}, "STALE_ETAG", code="ABORTED"
            )
            self.assertEqual(error.metadata["changed_by"], "sato")
            self.assertEqual(error.metadata["change_count"], "2")
            newest, before = error.metadata["changes"].split("\n")
            self.assertRegex(newest, r"^GoalsAssessed g1 by sato at \d{4}-\d\d-\d\dT\S+Z$")
            self.assertRegex(before, r"^ResultsCorrected i1 by sato at \S+: 二重に数えた$")
            self.assertIn("GoalsAssessed g1 by sato", error.message)
        self.reviewed(self.yamada, "ConfirmEvaluation", name)

    def test_of_many_who_write_with_the_same_etag_one_wins(self):
        name = self.draft(goals=8)
        goal = f"{name}/goals/g1"
        etag = self.read(name)["goals"][0]["etag"]

        def at_once(requests):
            """The outcomes of the calls, each by an actor and a connection of its own."""
            outcomes = [None] * len(requests)

            def write(number):
                with wire.Connection(self.server.address, actor=f"hand-{number}") as hand:
                    try:
                        outcomes[number] = hand.write("UpdateGoal", requests[number])
                    except wire.Refused as error:
                        outcomes[number] = error

            threads = [threading.Thread(target=write, args=(number,)) for number in range(len(requests))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return outcomes

        def rename(of, title, known):
            return {"name": of, "goal": {"title": title}, "updateMask": "title", "etag": known}

        outcomes = at_once([rename(goal, f"題{number}", etag) for number in range(8)])
        winners = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, dict)]
        self.assertEqual(len(winners), 1, outcomes)
        self.assertEqual(self.read(name)["goals"][0]["title"], f"題{winners[0]}")
        for outcome in outcomes:
            if not isinstance(outcome, dict):
                self.assertEqual(outcome.reason, "STALE_ETAG")
                self.assertEqual(outcome.metadata["changed_by"], f"hand-{winners[0]}")
        # On different goals nobody is in anybody's way.
        goals = self.read(name)["goals"]
        outcomes = at_once([rename(f"{name}/goals/{one['id']}", "別々に", one["etag"]) for one in goals])
        self.assertEqual([outcome for outcome in outcomes if not isinstance(outcome, dict)], [])
        self.assertEqual({one["title"] for one in self.read(name)["goals"]}, {"別々に"})

    def test_a_document_does_not_get_past_a_lock(self):
        name = self.draft()
        document = json.loads(self.connection.export(name))
        document["goals"][0]["title"] = "書き換え"
        path = self.directory / "revised.json"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        self.sato.write("SubmitGoals", {"name": name})
        result = client(self.server, "import", "--revise", path, check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("ReturnGoals", result.stderr)
        self.assertEqual(self.read(name)["goals"][0]["title"], "目標1")

    def test_documents_of_the_past_need_no_workflow(self):
        type(self).year += 1
        document = {
            "name": f"{CITY}/sheets/past",
            "form": "two-hands",
            "fiscalYear": self.year,
            "orgUnit": "kita-kurashi",
            "state": "EVALUATED",
            "goals": [{"level": "goal", "label": "1", "title": "昔の目標", "evaluation": {"rating": "達成"}}],
        }
        answer = self.connection.call("ImportSheet", {"document": document})
        self.assertEqual(answer["outcome"], "IMPORT_OUTCOME_CREATED")
        name = document["name"]
        self.assertEqual(self.read(name)["state"], "SHEET_STATE_CONFIRMED")
        # It may go through all of it all the same.
        self.yamada.write("ReopenEvaluation", {"name": name, "reason": "転記を見直す"})
        self.sato.write("SubmitEvaluation", {"name": name})
        self.sato.write("ConfirmEvaluation", {"name": name})
        self.sato.write("PublishEdition", {"name": name})
        self.assertEqual(self.read(name)["state"], "SHEET_STATE_EDITION_PUBLISHED")


if __name__ == "__main__":
    unittest.main()
