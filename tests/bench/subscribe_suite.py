"""Two hundred subscribers of a city that one writer writes to, and one more that stops reading."""

import contextlib
import json
import statistics
import subprocess

from measuring import programs
from served import CITY, Served

SUBSCRIBERS = 200


def run(table, options):
    with contextlib.ExitStack() as stack:
        served = Served(options, stack)
        alone = statistics.median(served.report("--in-flight", 1)["per_second"] for _ in range(options.rounds))
        # The writer takes half of what it could, so that who reads can keep up; and so can the machine.
        rate = round(alone / 2)
        table.note("one writer alone", per_second=round(alone), at_half=rate)
        rounds = {0: [], 1: []}
        for _ in range(options.rounds):
            for stalled, results in rounds.items():
                results.append(one_round(served, rate, stalled))
        reference = None
        for stalled, results in rounds.items():
            reference = report(table, stalled, results, reference)


def one_round(served, rate, stalled):
    """Subscribes, writes, and waits until everyone has everything."""
    before = memory(served)
    command = [programs.BIN / "mokuhyo_measure", "subscribe", "--server", served.server.address, "--city", CITY,
               "--subscribers", str(SUBSCRIBERS), "--stalled", str(stalled)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as subscribers:
        if not subscribers.stdout.readline():
            raise RuntimeError("the subscribers did not start; see above")
        written = served.report("--in-flight", 1, "--rate", rate, "--warm-up", 0)
        held = memory(served)
        output, _ = subscribers.communicate(f"{head(served)}\n")
    if subscribers.returncode != 0:
        raise RuntimeError("the subscribers failed; see above")
    return {**json.loads(output), "writer": written, "before_mb": before, "held_mb": held, "after_mb": memory(served)}


def head(served):
    """Number of the last event of the city."""
    (city,) = served.connection.call("GetStatus")["cities"]
    return int(city["position"].rsplit(".", 1)[1])


def memory(served):
    """Resident memory of the server in MB."""
    with open(f"/proc/{served.server.process.pid}/status", encoding="utf8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) // 1024


def report(table, stalled, results, reference):
    """Prints what the rounds came to; `reference` is the p99 delay without anybody who stops."""
    def median(key):
        return statistics.median(result[key] for result in results)

    name = f"{SUBSCRIBERS} subscribers" + (", 1 more stops reading" if stalled else "")
    failed = sum(result["failed"] + result["stalled_failed"] + result["writer"]["failed"] for result in results)
    table.note(name, events=sum(result["events"] for result in results), failed=failed,
               deliveries=sum(result["deliveries"] for result in results))
    table.note("  from recorded to received", p50_us=round(median("p50_us")), p99_us=round(median("p99_us")),
               p999_us=round(median("p999_us")), worst_us=round(max(result["max_us"] for result in results)))
    table.note("  the writer", p50_us=round(statistics.median(result["writer"]["p50_us"] for result in results)),
               p99_us=round(statistics.median(result["writer"]["p99_us"] for result in results)))
    table.note("  memory of the server, MB", before=results[0]["before_mb"],
               while_written=max(result["held_mb"] for result in results), after=results[-1]["after_mb"])
    if stalled:
        table.note("  the one that stopped, then read on", seconds=round(median("stalled_seconds"), 2))
        table.note("  p99 of the 200 beside that without the one that stops", ratio=round(median("p99_us") / reference, 2))
    return median("p99_us")
