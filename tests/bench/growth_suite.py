"""The same measurements on stores that grow: writes, sheets, yearly summaries, starts, memory and disk.

All stores stand side by side and are measured in alternating rounds, so that a ratio to the smallest one is of one
time. A store has cities of up to 24 wards with 60 sections each, ten years of sheets, and four interim reports.
"""

import contextlib
import datetime
import os
import shutil
import time

import grpc

from measuring import alternate, measure, programs
import wire  # from end_to_end, whose folder `measuring` puts on the path

SECTIONS = 60
YEARS = 10
FIRST_YEAR = 2015
LAST_YEAR = FIRST_YEAR + YEARS - 1
# As many as the largest city has.
MOST_WARDS = 24
EVENTS_OF_A_WARD = 33_300
REPORT_SHEETS = 180
# Every generated sheet has at least these.
INDICATORS = 8
# Sheets take so many reports, and no more.
SECONDS = 1.5
ROUNDS = 3
# Of the rate at the smallest size, what counts as the same.
FLAT = 0.8
SERVING = b"\x08\x01"


class GrownStore:
    """A generated store of some size, and the mokuhyod that serves it."""

    def __init__(self, directory, size):
        self.size = size
        self.wards = max(1, min(MOST_WARDS, size // EVENTS_OF_A_WARD))
        self.server = programs.OneProcess(directory / f"growth-{size}")
        self.answer = directory / f"growth-{size}.answer"
        shutil.rmtree(self.server.data_dir, ignore_errors=True)
        self.made = measure("generate", "--dir", self.events, "--events", size, "--wards", self.wards,
                            "--sections", SECTIONS, "--years", YEARS, "--interim-reports", 4)
        # Generated in minutes instead of years, it has much to compact, which is no part of what is measured.
        measure("settle", "--dir", self.events)
        # Both after the last event of the generator and more than a second before anything is asked.
        self.generated_time = now()
        # The last city may not be whole.
        self.cities = max(1, self.made["cities"] - 1)
        self.next_report = 0
        self.next_cold = 0
        self.most_memory = 0

    @property
    def events(self):
        return self.server.data_dir / "events"

    def start(self):
        """Starts the server; returns the seconds until health checks say SERVING."""
        begin = time.monotonic()
        self.server.start()
        with grpc.insecure_channel(self.server.address) as channel:
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            while check(b"", timeout=10, wait_for_ready=True) != SERVING:
                pass
        return time.monotonic() - begin

    def kill(self):
        self.note_memory()
        self.server.kill()

    def forget_pages(self):
        """Puts the files of the store out of the page cache, as they are after the machine was started."""
        for file in self.server.data_dir.rglob("*"):
            if not file.is_file():
                continue
            descriptor = os.open(file, os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)

    def note_memory(self):
        self.most_memory = max(self.most_memory, peak_megabytes(self.server.process))

    def report_sheets(self):
        """Sheets of the year that is under way: those of the ward that is summed up, then of all cities in turn."""
        per_year = self.wards * SECTIONS
        first = per_year * (YEARS - 1)
        sheets = [f"cities/city-0/sheets/generated-{first + i}" for i in range(SECTIONS)]
        for i in range(SECTIONS, REPORT_SHEETS):
            city = i % self.cities
            sheets.append(f"cities/city-{city}/sheets/generated-{first + i % per_year}")
        return sheets

    def other_sheets(self, count):
        """So many different sheets of the years that are over, from all over the store."""
        per_city = self.wards * SECTIONS * (YEARS - 1)
        step = max(1, self.cities * per_city // count)
        numbers = range(0, min(count * step, self.cities * per_city), step)
        return [f"cities/city-{number // per_city}/sheets/generated-{number % per_city}" for number in numbers]

    def call(self, process, *arguments):
        return measure("call", "--server", self.server.address_of(process), *arguments)

    def report(self, in_flight, seconds=SECONDS):
        """Reports results, each of them a new fact."""
        done = self.call("indicators", "--method", "report-results", *options_of(self.report_sheets()),
                         "--indicators", INDICATORS, "--first-call", self.next_report, "--in-flight", in_flight,
                         "--seconds", seconds)
        self.next_report = int(done["next_call"])
        return done

    def get_sheets(self, in_flight):
        return self.call("sheets", "--method", "get-sheet", *options_of(self.other_sheets(500)),
                         "--in-flight", in_flight, "--seconds", SECONDS)

    def get_cold_sheets(self):
        """Sheets that nobody has read since the server was started."""
        sheets = self.other_sheets(1500)
        done = self.call("sheets", "--method", "get-sheet", *options_of(sheets), "--in-flight", 1, "--warm-up", 0,
                         "--seconds", 0.15, "--first-call", self.next_cold)
        read = int(done["next_call"]) - self.next_cold
        self.next_cold = int(done["next_call"])
        if read > len(sheets):
            raise RuntimeError("sheets were read twice, which is not cold")
        return done

    def summary(self, *arguments, year=FIRST_YEAR + 1):
        return self.call("sheets", "--method", "get-yearly-summary", "--city", "cities/city-0", "--unit", "ward-0",
                         "--year", year, *arguments)

    def one_summary(self, *arguments, year=FIRST_YEAR + 1):
        """Milliseconds of one call, connecting included."""
        return {"ms": self.summary("--save-answer", self.answer, *arguments, year=year)["seconds"] * 1000}

    def past_summary(self):
        """A year's summary as of when the generator was done; every sheet of it has changed since."""
        return self.one_summary("--as-of", self.generated_time, year=LAST_YEAR)

    def rebuild(self):
        """Throws all derived data away and makes them anew; returns the seconds that took."""
        begin = time.monotonic()
        with wire.Connection(self.server.address) as connection:
            connection.stream("RebuildProjections", timeout=1800)
        return time.monotonic() - begin


def run(table, options):
    with contextlib.ExitStack() as stack:
        stores = []
        for size in options.growth_sizes:
            store = GrownStore(options.dir, size)
            stack.callback(shutil.rmtree, store.server.data_dir, ignore_errors=True)
            table.note(f"store of {size} events", cities=store.made["cities"], wards=store.wards,
                       sheets=store.made["sheets"], generated_in_s=round(store.made["seconds"], 1))
            disk(table, store)
            stores.append(store)
        for store in stores:
            stack.callback(store.server.stop)
            store.start()
            first = store.one_summary()["ms"]
            table.note(f"first summary of a city without index, {store.size}", ms=round(first))
        warm(table, stores)
        past(table, stores)
        starts(table, stores)
        rebuilds(table, stores)
        for store in stores:
            store.note_memory()
            table.note(f"memory of mokuhyod, {store.size}", peak_mb=round(store.most_memory))
            store.server.terminate()
            written(table, store)
        five_processes(table, stores[-1])


def warm(table, stores):
    """What is in memory."""
    for name, subject in {
        "ReportResults, 1 in flight": lambda store: store.report(1),
        "ReportResults, 64 in flight": lambda store: store.report(64),
        "GetSheet of 500 sheets, 1 in flight": lambda store: store.get_sheets(1),
        "GetSheet of 500 sheets, 64 in flight": lambda store: store.get_sheets(64),
    }.items():
        compare(table, name, measured(stores, subject))
    figures = measured(stores, lambda store: store.summary("--in-flight", 1, "--seconds", SECONDS))
    compare(table, "yearly summary of 60 sheets", figures)
    for store, values in figures.items():
        table.limit(f"yearly summary of 60 sheets, p99, {store.size}", values["p99_us"] / 1000, 5, "ms")


def past(table, stores):
    for store, figures in measured(stores, lambda store: store.past_summary()).items():
        table.limit(f"yearly summary as of the past, {store.size}", figures["ms"], 100, "ms")


def starts(table, stores):
    """After kill -9 in the midst of writing, with everything out of the page cache; the worst of the rounds."""
    worst = {}
    for _ in range(ROUNDS):
        for store in stores:
            figures = crash_and_start(store)
            before = worst.setdefault(store, figures)
            worst[store] = {key: max(value, before[key]) for key, value in figures.items()}
    for store, figures in worst.items():
        table.limit(f"kill -9 to serving, {store.size}", figures["seconds"], 2, "s")
        table.note(f"  write-ahead log then, {store.size}", mb=round(figures["wal_mb"], 1))
        table.limit(f"first yearly summary after that, {store.size}", figures["summary_ms"], 100, "ms")
        table.note(f"  first GetSheet of sheets after that, {store.size}", p50_us=round(figures["sheet_p50_us"]),
                   p99_us=round(figures["sheet_p99_us"]))


def crash_and_start(store):
    store.report(64, seconds=1)
    store.kill()
    wal_bytes = sum(file.stat().st_size for file in (store.events / "log").glob("*.log"))
    store.forget_pages()
    seconds = store.start()
    summary = store.one_summary()
    sheets = store.get_cold_sheets()
    return {"seconds": seconds, "wal_mb": wal_bytes / 2**20, "summary_ms": summary["ms"],
            "sheet_p50_us": sheets["p50_us"], "sheet_p99_us": sheets["p99_us"]}


def rebuilds(table, stores):
    for store in stores:
        seconds = store.rebuild()
        table.note(f"all derived data rebuilt, {store.size}", seconds=round(seconds, 1),
                   events_per_second=round(store.made["events"] / seconds))
        table.limit(f"yearly summary, thrown away and rebuilt, {store.size}", store.one_summary()["ms"], 100, "ms")


def five_processes(table, store):
    """What each takes where every service has a process of its own, over the largest store."""
    if not (programs.BIN / "mokuhyo-sheetsd").is_file():
        print("the five processes are not built: their memory is left out")
        return
    five = programs.FiveProcesses(store.server.data_dir)
    store.server = five
    with contextlib.ExitStack() as stack:
        stack.callback(five.stop)
        for name in five.PROJECTING:
            stack.callback(shutil.rmtree, five.log.with_suffix(f".{name}"), ignore_errors=True)
        five.start()
        store.one_summary()
        store.report(64)
        store.get_sheets(64)
        processes = {"eventstored": five.store, **{f"{name}d": service for name, service in five.services.items()}}
        table.note(f"memory of five processes, {store.size}",
                   **{f"{name}_peak_mb": round(peak_megabytes(one.process)) for name, one in processes.items()})


def disk(table, store):
    """Bytes of an event and what they are spent on, as generated: without receipts, which only calls leave."""
    shares = measure("store-shares", "--dir", store.events, "--city", "city-0")
    event = shares["event"]
    count = event["count"]
    each = lambda bytes_: round(bytes_ / count, 1)  # noqa: E731
    table.note(f"disk bytes of an event, {store.size}", all=round(store.made["bytes_on_disk"] / store.made["events"]),
               events=each(event["compressed_bytes"]), stream_entries=each(shares["stream_entry"]["compressed_bytes"]),
               merkle_nodes=each(shares["merkle_node"]["compressed_bytes"]))
    table.note("  before compression", event_keys=each(event["key_bytes"]), payload=each(event["payload_bytes"]),
               names_and_ids=each(event["names_and_ids_bytes"]), hash_and_salt=each(event["hash_and_salt_bytes"]),
               stream_keys=each(shares["stream_entry"]["key_bytes"]),
               stream_values=each(shares["stream_entry"]["value_bytes"]),
               merkle_nodes=each(shares["merkle_node"]["key_bytes"] + shares["merkle_node"]["value_bytes"]))


def written(table, store):
    """What calls leave besides their events; tables hold all but what came since the last start."""
    receipt = measure("store-shares", "--dir", store.events, "--city", "city-0")["receipt"]
    table.note(f"receipt of a request, {store.size}", key=round(receipt["key_bytes"] / receipt["count"]),
               value=round(receipt["value_bytes"] / receipt["count"]),
               on_disk=round(receipt["compressed_bytes"] / receipt["count"]))


def measured(stores, subject):
    """Medians of alternating rounds, by store."""
    by_size = {str(store.size): store for store in stores}
    figures = alternate(ROUNDS, **{size: lambda store=store: subject(store) for size, store in by_size.items()})
    return {by_size[size]: values for size, values in figures.items()}


def compare(table, name, figures):
    """The rate at each size beside that at the smallest; noise between rounds is about a tenth."""
    smallest = next(iter(figures))
    for store, values in figures.items():
        table.note(f"  {name}, {store.size}", p50_us=round(values["p50_us"]), p99_us=round(values["p99_us"]))
        if values["failed"]:
            table.note(f"  {name}, {store.size}: failed", calls=values["failed"])
        if store is not smallest:
            table.add(f"{name}, {store.size}", values["per_second"], f"store of {smallest.size}",
                      figures[smallest]["per_second"], FLAT)


def peak_megabytes(process):
    with open(f"/proc/{process.pid}/status", encoding="utf8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def options_of(sheets):
    return [argument for sheet in sheets for argument in ("--sheet", sheet)]


def now():
    time.sleep(1.1)
    stamp = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
    time.sleep(1.1)
    return stamp.replace("+00:00", "Z")
