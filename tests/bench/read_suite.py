"""Reads of streams and cities beside a raw RocksDB iterator over the same bytes."""

import shutil

from measuring import alternate, measure


def run(table, options):
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
