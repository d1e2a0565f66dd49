"""GetSheet and ReportResults over gRPC beside an echo that answers the same bytes, and beside etcd."""

import contextlib

import peers
from measuring import alternate
from served import Served


def run(table, options):
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
