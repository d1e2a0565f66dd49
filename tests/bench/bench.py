"""Measures mokuhyo beside its limits and its peers, in one run: see `--help`.

Each row of the table is a subject and a reference line, measured in alternating rounds so that what the machine does
meanwhile meets both; figures are medians of the rounds. Absolute figures mean nothing between machines, ratios do.
"""

import argparse
import contextlib
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import chart
import peers

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))
import programs  # noqa: E402  (its folder is only on the path now)
import wire  # noqa: E402

CITY = "cities/bench"
FORM = "niigata-section-goals"
REPORT_SHEETS = 400
REPORT_INDICATORS = 10


def measure(*arguments):
    """Runs mokuhyo_measure and returns what it measured."""
    command = [str(programs.BIN / "mokuhyo_measure"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    return json.loads(done.stdout)


class Table:
    """The rows of the run, printed as they come."""

    def __init__(self):
        self.rows = []

    def add(self, name, subject, reference_name, reference, target=None, unit="/s"):
        ratio = subject / reference if reference else None
        self.rows.append(
            {"name": name, "value": subject, "reference": reference_name, "reference_value": reference,
             "ratio": ratio, "target": target, "unit": unit}
        )
        met = "" if target is None or ratio is None else ("  met" if ratio >= target else "  MISSED")
        shown = "" if ratio is None else f"{ratio:8.2f}"
        wanted = "" if target is None else f">= {target}"
        print(f"{name:<44}{subject:>14,.0f} {unit:<4}{reference_name:<36}{reference or 0:>14,.0f} {unit:<4}"
              f"{shown} {wanted:>7}{met}", flush=True)

    def note(self, name, **figures):
        self.rows.append({"name": name, **figures})
        print(f"{name:<44}" + "  ".join(f"{key} {value}" for key, value in figures.items()), flush=True)


def alternate(rounds, **subjects):
    """Runs each subject once a round, in turn; returns the medians of all numbers that they measured."""
    measured = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            measured[name].append(subject())
    return {
        name: {key: statistics.median(one[key] for one in results)
               for key, value in results[0].items() if isinstance(value, (int, float))}
        for name, results in measured.items()
    }


def bench_append(table, options):
    directory = options.dir / "append"
    common = ["--seconds", options.seconds]
    with peers.postgres(options.dir) as postgres:
        subjects = {
            "store": lambda: measure("append-store", "--dir", directory, *common),
            "raw": lambda: measure("append-raw", "--dir", directory, *common),
            "group": lambda: measure("append-group", "--dir", directory, *common),
        }
        if postgres:
            subjects["insert"] = lambda: measure("append-postgres", "--connect", postgres, *common)
            subjects["function"] = lambda: measure("append-postgres", "--connect", postgres, "--function", *common)
        result = alternate(options.rounds, **subjects)
    shutil.rmtree(directory, ignore_errors=True)
    ours = result["store"]["per_second"]
    table.note("append: what one append writes", pairs=round(result["raw"]["pairs_per_append"], 2),
               bytes=round(result["raw"]["bytes_per_append"]),
               appends_per_batch=round(result["raw"]["appends_per_batch"], 1))
    table.add("append, 64 outstanding, synced", ours, "raw WriteBatch + sync, same batches",
              result["raw"]["per_second"], 0.7)
    table.add("append, 64 outstanding, synced", ours, "RocksDB group commit, 64 threads",
              result["group"]["per_second"], 1.2)
    if postgres:
        table.add("append, 64 outstanding, synced", ours, "PostgreSQL inserts, 64 connections",
                  result["insert"]["per_second"], 1.5)
        table.add("append, 64 outstanding, synced", ours, "PostgreSQL append function",
                  result["function"]["per_second"])
    else:
        print("PostgreSQL 15 is not installed: its lines are left out")


def bench_read(table, options):
    directory = options.dir / "read"
    shutil.rmtree(directory, ignore_errors=True)
    made = measure("generate", "--dir", directory, "--events", options.read_events, "--years", 40)
    table.note("generated store", events=made["events"], sheets=made["sheets"],
               bytes_per_event=round(made["bytes_on_disk"] / made["events"]), seconds=round(made["seconds"], 1))
    result = alternate(
        options.rounds,
        streams=lambda: measure("read-streams", "--dir", directory, "--events", options.read_events),
        city=lambda: measure("read-city", "--dir", directory, "--events", options.read_events),
        raw=lambda: measure("read-raw", "--dir", directory, "--events", options.read_events),
    )
    shutil.rmtree(directory, ignore_errors=True)
    raw = result["raw"]["per_second"]
    table.add("city read", result["city"]["per_second"], "raw RocksDB iterator, same events", raw, 0.5)
    table.add("stream read", result["streams"]["per_second"], "raw RocksDB iterator, same events", raw, 0.5)


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
        call("CreateCity", cityId="bench", displayName="計測市")
        for number in range(REPORT_SHEETS // 10):
            call("OpenOrgUnit", parent=CITY, orgUnitId=f"section-{number}", effectiveDate="2007-04-01",
                 orgUnit={"displayName": f"第{number + 1}課", "kind": "ORG_UNIT_KIND_SECTION"})
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
        self.connection.call("ImportSheet", document=document)
        return name

    def _report_sheet(self, number):
        sheet = f"report-{number}"
        name = f"{CITY}/sheets/{sheet}"
        call = self.connection.call
        call("CreateSheet", parent=CITY, sheetId=sheet, effectiveDate="2023-04-01",
             sheet={"form": FORM, "fiscalYear": 2023 + number % 10, "orgUnit": f"section-{number // 10}"})
        call("CreateGoal", parent=name, effectiveDate="2023-04-01",
             goal={"level": "goal", "title": "報告を受ける目標",
                   "indicators": [{"id": f"i{i + 1}", "name": f"指標{i + 1}", "target": {"text": "100"}}
                                  for i in range(REPORT_INDICATORS)]})
        call("PublishGoals", name=name, effectiveDate="2023-04-01")
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


def bench_calls(table, options):
    with contextlib.ExitStack() as stack:
        served = Served(options, stack)
        echo = served.echo.addresses[0]
        table.note("GetSheet: the answer", bytes=served.sheet_bytes)
        for in_flight in (1, 16, 64):
            result = alternate(
                options.rounds,
                ours=lambda n=in_flight: served.get_sheet(n),
                echo=lambda n=in_flight: served.get_sheet(n, server=echo),
            )
            latencies(table, f"GetSheet, {in_flight} in flight", result)
            table.add(f"GetSheet, {in_flight} in flight", result["ours"]["per_second"], "gRPC echo, same bytes",
                      result["echo"]["per_second"], 0.9 if in_flight == 64 else None)
        etcd = stack.enter_context(peers.etcd(options.dir))
        for in_flight in (1, 16, 64):
            subjects = {
                "ours": lambda n=in_flight: served.report("--in-flight", n),
                "echo": lambda n=in_flight: served.report("--in-flight", n, server=echo),
            }
            if etcd:
                subjects["etcd"] = lambda n=in_flight: served.call(
                    "--method", "etcd-put", "--payload", 300, "--in-flight", n, server=etcd)
            result = alternate(options.rounds, **subjects)
            last = in_flight == 64
            latencies(table, f"ReportResults, {in_flight} in flight", result)
            if result["ours"]["failed"]:
                table.note(f"ReportResults, {in_flight} in flight: failed", calls=result["ours"]["failed"])
            table.add(f"ReportResults, {in_flight} in flight", result["ours"]["per_second"], "gRPC echo, same bytes",
                      result["echo"]["per_second"], 0.5 if last else None)
            if etcd:
                table.add(f"ReportResults, {in_flight} in flight", result["ours"]["per_second"],
                          "etcd puts over gRPC", result["etcd"]["per_second"], 3 if last else None)
        if not etcd:
            print("etcd is not installed: its lines are left out")
        return open_loop(table, options, served, echo)


def latencies(table, name, result):
    for subject, figures in result.items():
        table.note(f"  {name}: {subject}", p50_us=round(figures["p50_us"]), p99_us=round(figures["p99_us"]),
                   p999_us=round(figures["p999_us"]))


def open_loop(table, options, served, echo):
    """Latency against the rate of calls, up to most of what the closed loop reached."""
    top = served.get_sheet(64, server=echo)["per_second"]
    curves = {"GetSheet": [], "gRPC echo": []}
    for share in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85):
        rate = round(top * share)
        for name, server in (("GetSheet", None), ("gRPC echo", echo)):
            figures = served.get_sheet(256, server=server, rate=rate)
            if figures["per_second"] < rate * 0.95:
                table.note(f"  open loop {name}", wanted=rate, reached=round(figures["per_second"]))
                continue
            curves[name].append((rate, figures["p99_us"]))
            table.note(f"  open loop {name}", rate=rate, p50_us=round(figures["p50_us"]),
                       p99_us=round(figures["p99_us"]), p999_us=round(figures["p999_us"]))
    return curves


SUITES = {"append": bench_append, "read": bench_read, "calls": bench_calls}


def machine():
    with open("/proc/cpuinfo", encoding="utf8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")
    return {"processor": model, "cores": os.cpu_count(), "kernel": platform.release(),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}


def parse():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", action="append", choices=SUITES, help="only these; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds of each row (default 5)")
    parser.add_argument("--seconds", type=float, default=3, help="seconds of each measurement (default 3)")
    parser.add_argument("--read-events", type=int, default=300_000, help="events of the store that is read")
    parser.add_argument("--dir", type=pathlib.Path, help="directory on the disk to be measured (default: a temporary)")
    parser.add_argument("--json", type=pathlib.Path, help="write all figures to this file")
    parser.add_argument("--chart", type=pathlib.Path, help="draw latency against rate into this SVG file")
    return parser.parse_args()


def main():
    options = parse()
    if options.dir is None:
        # Not /tmp, which may be memory: what is measured is the disk.
        options.dir = pathlib.Path(tempfile.mkdtemp(prefix="mokuhyo-bench-", dir="/var/tmp"))
    options.dir.mkdir(parents=True, exist_ok=True)
    facts = machine()
    print("  ".join(f"{key}: {value}" for key, value in facts.items()))
    print(f"medians of {options.rounds} rounds of {options.seconds} s, in {options.dir}\n")
    table = Table()
    curves = None
    for name in options.suite or SUITES:
        curves = SUITES[name](table, options) or curves
    if options.json:
        options.json.write_text(json.dumps({"machine": facts, "rows": table.rows}, indent=1, ensure_ascii=False) + "\n")
    if options.chart and curves:
        options.chart.write_text(chart.draw(curves))


if __name__ == "__main__":
    main()
