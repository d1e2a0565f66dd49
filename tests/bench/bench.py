"""Measures mokuhyo beside its limits and its peers, in one run: see `--help`.

Each row of the table is a subject and a reference line, measured in alternating rounds so that what the machine does
meanwhile meets both; figures are medians of the rounds. Absolute figures mean nothing between machines, ratios do.
"""

import argparse
import json
import os
import pathlib
import platform
import tempfile
import time

import append_suite
import calls_suite
import chart
import growth_suite
import read_suite
import rebuild_suite
import subscribe_suite
from measuring import Table

# A suite is a module with `run(table, options)`, which may return curves for the chart.
SUITES = {
    "append": append_suite,
    "read": read_suite,
    "rebuild": rebuild_suite,
    "calls": calls_suite,
    "subscribe": subscribe_suite,
    "growth": growth_suite,
}


def machine():
    with open("/proc/cpuinfo", encoding="utf8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")
    return {"processor": model, "cores": os.cpu_count(), "kernel": platform.release(),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}


def sizes(text):
    found = [int(size) for size in text.split(",")]
    if min(found) < 100_000:
        raise argparse.ArgumentTypeError("a store that grows has at least 100000 events")
    return found


def parse():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", action="append", choices=SUITES, help="only these; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds of each row (default 5)")
    parser.add_argument("--seconds", type=float, default=3, help="seconds of each measurement (default 3)")
    parser.add_argument("--read-events", type=int, default=300_000, help="events of the store that is read")
    parser.add_argument("--rebuild-events", type=int, default=1_000_000, help="events of the store that is rebuilt from")
    parser.add_argument("--growth-sizes", type=sizes, default="100000,1000000",
                        help="events of the stores that grow (default 100000,1000000; 10000000 takes 10 minutes more)")
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
        curves = SUITES[name].run(table, options) or curves
    if options.json:
        options.json.write_text(json.dumps({"machine": facts, "rows": table.rows}, indent=1, ensure_ascii=False) + "\n")
    if options.chart and curves:
        options.chart.write_text(chart.draw(curves))


if __name__ == "__main__":
    main()
