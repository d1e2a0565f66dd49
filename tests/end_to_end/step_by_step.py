"""Builds a sheet by the single methods, as a client does that works through the year instead of importing."""

SHEET_FIELDS = (
    ("form", "formVersion", "fiscalYear", "orgUnit", "title", "subtitle", "contact", "materialNumber")
    + ("createdOn", "revisedOn", "evaluatedOn", "notes", "replacement", "editorial")
)
GOAL_FIELDS = (
    ("label", "level", "title", "subtitle", "initiatives", "marks", "responsibleUnit", "notCounted", "editorial")
)
INDICATOR_FIELDS = ("series", "label", "name", "unit", "direction", "accumulation", "definition", "supplement")
STATES = ("GOALS_SET", "RESULTS_REPORTED", "EVALUATED")


def pick(source, fields):
    return {field: source[field] for field in fields if field in source}


class StepByStep:
    """Takes one document through the life of its sheet. `write` and `call` are those of a wire.Connection."""

    def __init__(self, connection, document, city):
        self._connection = connection
        self._document = document
        self._parent = f"cities/{city}"
        self.sheet = f"{self._parent}/sheets/{document['name'].rsplit('/', 1)[1]}"
        form = connection.call("GetForm", {"name": f"{self._parent}/forms/{document['form']}"})["form"]
        self._result_texts = {
            (text["key"], text.get("ofGoal", False))
            for text in form.get("texts", [])
            if text["stage"] == "STAGE_RESULT"
        }
        self._goals = []  # (id, goal of the document), in the order of the document
        self._indicators = []  # (id, indicator of the document, id of its goal)

    def build(self, transcribed=False):
        self.set_goals(transcribed)
        reached = STATES.index(self._document["state"])
        self.publish_goals()
        if reached >= STATES.index("RESULTS_REPORTED"):
            self.report_results()
        self.assess()
        if reached >= STATES.index("EVALUATED"):
            self.confirm()
        return self.sheet

    def set_goals(self, transcribed=False):
        sheet = pick(self._document, SHEET_FIELDS)
        sheet["texts"] = self._texts(self._document, of_goal=False, result=False)
        self._write(
            "CreateSheet",
            parent=self._parent,
            sheetId=self.sheet.rsplit("/", 1)[1],
            sheet=sheet,
            transcribed=transcribed,
        )
        for goal in self._document["goals"]:
            self._create_goal(goal, "")
        targets = [{"indicator": id, **pick(one, ("target",))} for id, one, _ in self._indicators if "target" in one]
        if targets:
            self._write("SetTargets", parent=self.sheet, targets=targets)
        if "declaredTotals" in self._document:
            self._write("DeclareTotals", parent=self.sheet, declaredTotals=self._document["declaredTotals"])

    def publish_goals(self):
        self._write("PublishGoals", name=self.sheet)

    def report_results(self):
        results = []
        for id, indicator, _ in self._indicators:
            if "result" in indicator:
                results.append({"indicator": id, "value": indicator["result"]})
            results += [{"indicator": id, **result} for result in indicator.get("results", [])]
        if results:
            self._write("ReportResults", parent=self.sheet, results=results)
        narratives = []
        for id, goal in self._goals:
            texts = self._texts(goal, of_goal=True, result=True)
            done = goal.get("accomplishments", [])
            if texts or done:
                narratives.append(
                    {"goal": id, "texts": texts, "accomplishments": done, "replaceAccomplishments": bool(done)}
                )
        texts = self._texts(self._document, of_goal=False, result=True)
        if texts or narratives:
            self._write("RecordNarrative", parent=self.sheet, texts=texts, goals=narratives)
        for id, goal in self._goals:
            if "intentionallyBlank" in goal:
                self._write(
                    "MarkIntentionallyBlank", name=f"{self.sheet}/goals/{id}", fields=goal["intentionallyBlank"]
                )

    def assess(self):
        """Sends the assessments, one call a stage; the stage of record is that without a name."""
        by_stage = {}
        rated = [({"goal": id}, goal) for id, goal in self._goals]
        rated += [({"goal": goal, "indicator": id}, one) for id, one, goal in self._indicators]
        for key, one in rated:
            evaluation = one.get("evaluation", {})
            of_record = pick(evaluation, ("rating", "comment", "issues"))
            if of_record:
                by_stage.setdefault("", []).append({**key, **of_record})
            for assessment in evaluation.get("assessments", []):
                entry = pick(assessment, ("rating", "comment", "issues"))
                by_stage.setdefault(assessment["stage"], []).append({**key, **entry})
        for stage, assessments in by_stage.items():
            self._write("AssessGoals", parent=self.sheet, stage=stage, assessments=assessments)

    def confirm(self):
        etag = self._connection.call("GetSheet", {"name": self.sheet, "readMask": "etag"})["sheet"]["etag"]
        self._write("ConfirmEvaluation", name=self.sheet, etag=etag)

    def _create_goal(self, goal, parent_goal):
        fields = pick(goal, GOAL_FIELDS)
        fields["texts"] = self._texts(goal, of_goal=True, result=False)
        created = self._write("CreateGoal", parent=self.sheet, goal=fields, parentGoal=parent_goal)
        id = created["name"].rsplit("/", 1)[1]
        self._goals.append((id, goal))
        for indicator in goal.get("indicators", []):
            self._create_indicator(indicator, id)
        if "contributesTo" in goal:
            self._write("LinkGoals", name=created["name"], links=goal["contributesTo"])
        for child in goal.get("goals", []):
            self._create_goal(child, id)

    def _create_indicator(self, indicator, goal):
        created = self._write(
            "CreateIndicator", parent=f"{self.sheet}/goals/{goal}", indicator=pick(indicator, INDICATOR_FIELDS)
        )
        self._indicators.append((created["name"].rsplit("/", 1)[1], indicator, goal))
        if "past" in indicator:
            self._write("SetPastValues", name=created["name"], past=indicator["past"])

    def _texts(self, source, of_goal, result):
        return {
            key: text
            for key, text in source.get("texts", {}).items()
            if ((key, of_goal) in self._result_texts) == result
        }

    def _write(self, method, **request):
        return self._connection.write(method, request)
