"""Checks that includes follow the architecture: arrows point down only.

Usage: layering.py ROOT. Reads the #include lines of libs, services and tools under ROOT, prints every arrow
that is not allowed and exits with 1 if there is one. The rules are the tables below; what stands in none of
them is refused, so a new library needs a line here.
"""

import pathlib
import re
import sys

# What each library may use, itself aside: what stands below it. Sideways is not down.
BELOW = {
    "base": (),
    "messages": ("base",),
    "proof": ("base",),
    "values": ("base",),
    "eventstore": ("proof", "base"),
    "domain": ("values", "base"),
    "application": ("domain", "values", "eventstore", "proof", "base"),
    "projection": ("application", "domain", "values", "eventstore", "proof", "base"),
    "render": ("domain", "values", "base"),
    "serving": ("messages", "base"),
}
EVERY_LIBRARY = tuple(BELOW)

# The programs under tools, by directory.
TOOLS = {
    "client": ("render", "messages", "proof", "base"),
}

# Arrows that the tables refuse and that are wanted all the same: directory, header, and above them why.
EXCEPTIONS = {
    # The one converter between our statuses and those of the wire serves both ends of it.
    ("tools/client", "libs/serving/grpc_status.h"),
    # A backup is restored without a server, because there is none to ask after a loss.
    ("tools/client", "libs/eventstore/rocksdb/restore.h"),
    ("libs/eventstore", "libs/serving/grpc_status.h"),
    # Where derived data are kept is decided in one place instead of in every main.
    ("services/projection_keeping.cc", "libs/projection/rocksdb/rocksdb_projection_generations.h"),
    # What --event-store names becomes a store in one place instead of in every main.
    ("services/open_event_store.cc", "libs/eventstore/rocksdb/rocksdb_event_store.h"),
    ("services/open_event_store.cc", "libs/eventstore/remote/remote_event_store.h"),
}

# Nothing above the interface of the event store, or of what is derived from it, knows which backend it has: only
# tests and mains choose one.
BACKENDS = (
    "libs/eventstore/rocksdb/",
    "libs/eventstore/memory/",
    "libs/eventstore/remote/",
    "libs/projection/rocksdb/",
)

# Libraries of others that only these may see.
GRPC = re.compile(r"^(grpc|grpcpp|grpc\+\+)/|\.grpc\.pb\.h$")
GRPC_USERS = ("libs/eventstore/remote/", "libs/serving/", "services/", "tools/", "tests/")
ROCKSDB = re.compile(r"^rocksdb/")
ROCKSDB_USERS = ("libs/eventstore/rocksdb/", "libs/projection/rocksdb/")
DOCUMENTS = re.compile(r"^(xlsxwriter|kainjow/)")
DOCUMENTS_USERS = ("libs/render/",)

OURS = ("libs/", "services/", "tools/", "tests/")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def is_test(path):
    """Tests may choose backends and use helpers of tests."""
    return bool(re.search(r"_(test|fuzz|test_util)\.(cc|h)$", path)) or "/conformance/" in path or "/testing/" in path


def allowed_libraries(path):
    """Returns the libraries that the file may use, or None if its directory is in no table."""
    parts = path.split("/")
    if parts[0] == "libs":
        return (parts[1],) + BELOW[parts[1]] if parts[1] in BELOW else None
    if parts[0] == "tools":
        return TOOLS.get(parts[1])
    return EVERY_LIBRARY


def refuse_ours(path, include):
    """Why `path` must not include our own header `include`; None if it may."""
    parts = path.split("/")
    target = include.split("/")
    if ("/".join(parts[:2]), include) in EXCEPTIONS:
        return None
    if target[0] == "libs":
        if target[1] not in BELOW:
            return f"{target[1]} is no library of tests/layering/layering.py"
        if target[1] not in allowed_libraries(path):
            return f"{'/'.join(parts[:2])} must not use libs/{target[1]}"
        # Derived data lie in directories that are held, and in a RocksDB that is asked, as the log is.
        home = path.startswith(("libs/eventstore/", "libs/projection/rocksdb/"))
        backend = include.startswith(BACKENDS) and not home
        if backend and not is_test(path) and parts[-1] != "main.cc":
            return "only mains and tests choose a backend"
        return None
    if target[0] != parts[0]:
        return f"{parts[0]} must not use {target[0]}"
    # services/*.h is what all adapters have in common.
    shared = target[0] == "services" and len(target) == 2
    if target[1] != parts[1] and not shared and not path.startswith("services/allinone/"):
        return f"{'/'.join(parts[:2])} must not use its neighbour {'/'.join(target[:2])}"
    return None


def refuse(path, quote, include):
    """Why the file `path` must not include `include`; None if it may."""
    if allowed_libraries(path) is None:
        return f"{'/'.join(path.split('/')[:2])} is in no table of tests/layering/layering.py"
    if include.startswith(OURS):
        if quote == "<":
            return "our own headers are included with quotes"
        return refuse_ours(path, include)
    if quote == '"' and ("/" not in include or include.startswith(".")):
        return "headers are included by their path from the root"
    if GRPC.search(include) and not path.startswith(GRPC_USERS):
        return "no gRPC below libs/serving and the services"
    if ROCKSDB.search(include) and not path.startswith(ROCKSDB_USERS):
        return "no RocksDB outside of libs/eventstore/rocksdb and libs/projection/rocksdb"
    if DOCUMENTS.search(include) and not path.startswith(DOCUMENTS_USERS):
        return "documents for people are written in libs/render"
    return None


def check_text(path, text):
    """Yields `path:line: include: why` for every arrow of one file that is not allowed."""
    for number, line in enumerate(text.splitlines(), start=1):
        match = INCLUDE.match(line)
        why = refuse(path, *match.groups()) if match else None
        if why:
            yield f"{path}:{number}: {match.group(2)}: {why}"


def check_tree(root):
    """Yields every arrow under `root` that is not allowed; (path, text) pairs come sorted."""
    for directory in ("libs", "services", "tools"):
        for file in sorted((root / directory).rglob("*")):
            if file.suffix in (".cc", ".h"):
                path = file.relative_to(root).as_posix()
                yield from check_text(path, file.read_text(encoding="utf-8"))


def main():
    violations = list(check_tree(pathlib.Path(sys.argv[1])))
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
