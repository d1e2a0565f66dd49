"""Reads of streams and cities beside a raw RocksDB iterator over the same bytes."""

import shutil

from measuring import alternate, measure


def run(table, options):
    directory = options.dir / "read"
    shutil.rmtree(directory, ignore_errors=True)
    made = measure("generate", "--dir", directory, "--events", options.read_events, "--years", 40)
    table.note("generated store", events=made["events"], sheets=made["sheets"],
               bytes_per_event=round(made["bytes_on_disk"] / made["events"]), seconds=round(made["seconds"], 1))
    subject = ("--dir", directory, "--events", options.read_events)
    measure("settle", *subject)
    result = alternate(
        options.rounds,
        city=lambda: measure("read-city", *subject),
        raw=lambda: measure("read-raw", *subject),
        streams=lambda: measure("read-streams", *subject),
        raw_streams=lambda: measure("read-raw-streams", *subject),
    )
    shutil.rmtree(directory, ignore_errors=True)
    table.add("city read", result["city"]["per_second"], "raw RocksDB iterator, same events",
              result["raw"]["per_second"], 0.5)
    table.add("stream read", result["streams"]["per_second"], "raw RocksDB iterators, same records",
              result["raw_streams"]["per_second"], 0.5)
