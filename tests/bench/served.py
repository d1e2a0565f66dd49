"""The servers that are called: mokuhyod and the echo."""

import shutil

from measuring import measure, programs
import wire  # from end_to_end, whose folder `measuring` puts on the path

CITY = "cities/bench"
FORM = "niigata-section-goals"
REPORT_SHEETS = 400
REPORT_INDICATORS = 10


class Served:
    """mokuhyod with a city, a real sheet and sheets to report to; and the echo that answers the same bytes."""

    def __init__(self, options, stack):
        self.options = options
        self.next_report = 0
        self.server = programs.OneProcess(options.dir / "served")
        shutil.rmtree(self.server.data_dir, ignore_errors=True)
        self.server.start()
        stack.callback(self.server.stop)
        self.connection = stack.enter_context(wire.Connection(self.server.address))
        self._prepare()
        answers = options.dir / "answers"
        answers.mkdir(exist_ok=True)
        self.sheet_bytes = self.call("--method", "get-sheet", "--sheet", self.sheet,
                                     "--save-answer", answers / "sheet")["bytes"]
        self.report("--save-answer", answers / "report")
        self.echo = programs.Program("mokuhyo_echo", options.dir / "echo.log")
        self.echo.launch("--get-sheet", answers / "sheet", "--report-results", answers / "report")
        self.echo.await_ready()
        stack.callback(self.echo.stop)

    def _prepare(self):
        call = self.connection.call
        call("CreateCity", {"cityId": "bench", "displayName": "計測市"})
        for number in range(REPORT_SHEETS // 10):
            call("OpenOrgUnit",
                 {"parent": CITY, "orgUnitId": f"section-{number}", "effectiveDate": "2007-04-01",
                  "orgUnit": {"displayName": f"第{number + 1}課", "kind": "ORG_UNIT_KIND_SECTION"}})
        self.sheet = self._import_sheet()
        self.report_sheets = [self._report_sheet(number) for number in range(REPORT_SHEETS)]

    def _import_sheet(self):
        """A sheet of about 10 KB: four goals with two indicators and texts of usual length each."""
        sentence = "関係する団体と話し合いながら進め方を見直し、四半期ごとに進み具合を確かめる。"
        goals = [
            {
                "label": str(number), "level": "goal", "title": f"目標その{number}",
                "initiatives": [sentence * 3] * 3, "accomplishments": [sentence * 2] * 2,
                "indicators": [
                    {"name": f"指標{number}-{part}", "unit": "件", "target": "70回", "result": "72回",
                     "past": [{"fiscalYear": 2021, "value": "68回"}]}
                    for part in (1, 2)
                ],
                "evaluation": {"rating": "達成", "comment": sentence * 3, "issues": sentence * 2},
            }
            for number in range(1, 5)
        ]
        name = f"{CITY}/sheets/measured"
        document = {"name": name, "form": FORM, "fiscalYear": 2022, "orgUnit": "section-0", "state": "EVALUATED",
                    "title": "組織目標管理シート", "texts": {"purpose": sentence, "plan": sentence * 2}, "goals": goals}
        self.connection.call("ImportSheet", {"document": document})
        return name

    def _report_sheet(self, number):
        sheet = f"report-{number}"
        name = f"{CITY}/sheets/{sheet}"
        call = self.connection.call
        day = {"effectiveDate": "2023-04-01"}
        call("CreateSheet",
             {"parent": CITY, "sheetId": sheet, **day,
              "sheet": {"form": FORM, "fiscalYear": 2023 + number % 10, "orgUnit": f"section-{number // 10}"}})
        indicators = [{"id": f"i{i + 1}", "name": f"指標{i + 1}", "target": {"text": "100"}}
                      for i in range(REPORT_INDICATORS)]
        call("CreateGoal", {"parent": name, **day, "goal": {"level": "goal", "title": "報告を受ける目標",
                                                            "indicators": indicators}})
        call("PublishGoals", {"name": name, **day})
        return name

    def call(self, *arguments, server=None):
        return measure("call", "--server", server or self.server.address, "--seconds", self.options.seconds,
                       *arguments)

    def get_sheet(self, in_flight, server=None, **more):
        return self.call("--method", "get-sheet", "--sheet", self.sheet, "--in-flight", in_flight,
                         *flags(more), server=server)

    def report(self, *arguments, server=None):
        """Reports results; requests go on where the last run ended, so that each is a new fact."""
        sheets = [argument for sheet in self.report_sheets for argument in ("--sheet", sheet)]
        result = self.call("--method", "report-results", "--indicators", REPORT_INDICATORS, *sheets,
                           "--first-call", self.next_report, *arguments, server=server)
        if server is None:
            self.next_report = int(result["next_call"])
        return result


def flags(settings):
    return [text for key, value in settings.items() for text in (f"--{key.replace('_', '-')}", value)]
