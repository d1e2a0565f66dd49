"""Shows that the layering check lets the architecture through and refuses what breaks it."""

import pathlib
import tempfile
import unittest

import layering

ALLOWED = [
    ("libs/values/parse.cc", '#include "libs/base/text_folding.h"'),
    ("libs/values/parse.cc", '#include "libs/values/parse.h"'),
    ("libs/values/parse.cc", '#include "mokuhyo/values/v1/value.pb.h"'),
    ("libs/domain/goals/decide.cc", '#include "libs/values/compare.h"'),
    ("libs/application/runner.cc", '#include "libs/eventstore/event_store.h"'),
    ("libs/application/runner_test.cc", '#include "libs/eventstore/memory/memory_event_store.h"'),
    ("libs/eventstore/rocksdb/store.cc", "#include <rocksdb/db.h>"),
    ("libs/eventstore/rocksdb/store.cc", '#include "rocksdb/db.h"'),
    ("libs/serving/server.cc", "#include <grpcpp/grpcpp.h>"),
    ("services/goals/goal_adapter.h", '#include "mokuhyo/goals/v1/goal_service.grpc.pb.h"'),
    ("services/allinone/main.cc", '#include "services/goals/goal_adapter.h"'),
    ("services/allinone/main.cc", '#include "libs/eventstore/rocksdb/store.h"'),
    ("tools/client/sheet_command.cc", '#include "libs/render/sheet_table.h"'),
    ("tools/client/connection.cc", '#include "libs/serving/grpc_status.h"'),
    ("libs/serving/call_scope.cc", '#include "libs/messages/accept_language.h"'),
    ("libs/render/xlsx_sheet.cc", "#include <xlsxwriter.h>"),
    ("libs/render/html_sheet.cc", "#include <kainjow/mustache.hpp>"),
    ("libs/base/clock.h", "#include <string>"),
]

REFUSED = [
    ("up", "libs/base/clock.cc", '#include "libs/values/parse.h"'),
    ("up", "libs/domain/goals/decide.cc", '#include "libs/application/runner.h"'),
    ("up", "libs/values/parse_test.cc", '#include "libs/domain/sheet/fold.h"'),
    ("sideways", "libs/domain/goals/decide.cc", '#include "libs/eventstore/event_store.h"'),
    ("sideways", "libs/serving/server.cc", '#include "libs/render/table.h"'),
    ("sideways", "libs/render/table.cc", '#include "libs/projection/summary.h"'),
    ("library to service", "libs/application/runner.cc", '#include "services/goals/goal_adapter.h"'),
    ("service to service", "services/goals/a.cc", '#include "services/sheets/b.h"'),
    ("tool to store", "tools/client/main.cc", '#include "libs/eventstore/event_store.h"'),
    ("tool to servers", "tools/client/main.cc", '#include "libs/serving/server.h"'),
    ("tool to service", "tools/client/main.cc", '#include "services/goals/goal_adapter.h"'),
    ("backend", "libs/application/runner.cc", '#include "libs/eventstore/rocksdb/store.h"'),
    ("backend", "services/goals/goal_adapter.cc", '#include "libs/eventstore/memory/memory_event_store.h"'),
    ("gRPC", "libs/domain/goals/decide.cc", '#include "grpcpp/support/status.h"'),
    ("gRPC", "libs/application/runner.cc", '#include "mokuhyo/goals/v1/goal_service.grpc.pb.h"'),
    ("RocksDB", "libs/eventstore/memory/store.cc", "#include <rocksdb/db.h>"),
    ("RocksDB", "services/allinone/main.cc", '#include "rocksdb/db.h"'),
    ("documents", "services/sheets/export.cc", "#include <xlsxwriter.h>"),
    ("documents", "libs/projection/page.cc", "#include <kainjow/mustache.hpp>"),
    ("relative", "libs/base/clock.cc", '#include "clock.h"'),
    ("relative", "libs/base/clock.cc", '#include "../values/parse.h"'),
    ("angle brackets", "libs/values/parse.cc", "#include <libs/base/clock.h>"),
    ("spaces", "libs/base/clock.cc", '#  include  "libs/values/parse.h"'),
    ("unknown library", "libs/base/clock.cc", '#include "libs/shortcuts/all.h"'),
    ("unknown library", "libs/shortcuts/all.h", "#include <string>"),
    ("unknown tool", "tools/loader/main.cc", '#include "libs/base/clock.h"'),
]


class LayeringTest(unittest.TestCase):
    def test_lets_the_architecture_through(self):
        for path, line in ALLOWED:
            with self.subTest(path=path, line=line):
                self.assertEqual(list(layering.check_text(path, line)), [])

    def test_refuses_what_breaks_it(self):
        for why, path, line in REFUSED:
            with self.subTest(why=why, path=path, line=line):
                self.assertEqual(len(list(layering.check_text(path, line))), 1)

    def test_names_file_and_line(self):
        text = '#include <string>\n\n#include "libs/values/parse.h"\n'
        self.assertEqual(
            list(layering.check_text("libs/base/clock.cc", text)),
            ["libs/base/clock.cc:3: libs/values/parse.h: libs/base must not use libs/values"],
        )

    def test_arrows_have_no_cycle(self):
        for library, below in layering.BELOW.items():
            for other in below:
                self.assertNotIn(library, layering.BELOW[other], f"{library} and {other}")

    def test_reads_every_source_of_a_tree(self):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            for path in ("libs/base/a.h", "libs/base/deep/er/b.cc", "libs/base/c.md"):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text('#include "libs/values/parse.h"\n', encoding="utf-8")
            found = [violation.split(":")[0] for violation in layering.check_tree(root)]
            self.assertEqual(found, ["libs/base/a.h", "libs/base/deep/er/b.cc"])


if __name__ == "__main__":
    unittest.main()
