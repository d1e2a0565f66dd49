"""Appends in process beside raw RocksDB, its group commit, and PostgreSQL."""

import shutil

import peers
from measuring import alternate, measure


def run(table, options):
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
