"""Rebuilds of all derived data beside reading and parsing the same events with as many threads; their memory."""

import shutil

from measuring import alternate, measure

MEBIBYTE = 1 << 20


def generate(directory, events):
    shutil.rmtree(directory, ignore_errors=True)
    return measure("generate", "--dir", directory, "--events", events)


def rebuild(directory, *options):
    return measure("rebuild", "--dir", directory, "--into", directory.with_suffix(".derived"), *options)


def add_memory(table, directory, made, rebuilt):
    """Beside a store of a tenth of the events."""
    tenth = directory.with_suffix(".tenth")
    fewer = generate(tenth, made["events"] // 10)
    small = rebuild(tenth)
    shutil.rmtree(tenth, ignore_errors=True)
    table.note("peak memory of a rebuild, MiB",
               **{f"of {made['events']:,} events": round(rebuilt["peak_memory_bytes"] / MEBIBYTE),
                  f"of {fewer['events']:,} events": round(small["peak_memory_bytes"] / MEBIBYTE)})


def run(table, options):
    directory = options.dir / "rebuild"
    made = generate(directory, options.rebuild_events)
    result = alternate(
        options.rounds,
        rebuild=lambda: rebuild(directory),
        serial=lambda: rebuild(directory, "--threads", 1),
        resumed=lambda: rebuild(directory, "--interrupt-after", made["events"] // 2),
        every=lambda: measure("read-parse", "--dir", directory),
        asked_for=lambda: measure("read-parse", "--dir", directory, "--narrowed"),
    )
    rebuilt, every, asked_for = result["rebuild"], result["every"], result["asked_for"]
    table.note("rebuilt", events=made["events"], cities=made["cities"], seconds=round(rebuilt["seconds"], 2),
               bytes_on_disk_per_event=round(rebuilt["bytes_on_disk"] / made["events"], 1))
    table.add("full rebuild", rebuilt["per_second"], "reading and parsing all events", every["per_second"], 0.5)
    # The fold asks the log for the events of sheets alone: these are what it is measured against here.
    table.add("full rebuild, events that it asks for", asked_for["events"] / rebuilt["seconds"],
              "reading and parsing those", asked_for["per_second"], 0.5)
    table.add("full rebuild", rebuilt["per_second"], "by one thread", result["serial"]["per_second"])
    resumed = result["resumed"]
    table.note("rebuild that goes on after half", resumed=round(resumed["events_resumed"]),
               left=round(resumed["events"]), seconds=round(resumed["seconds"], 2))
    add_memory(table, directory, made, rebuilt)
    shutil.rmtree(directory, ignore_errors=True)
