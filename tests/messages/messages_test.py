"""Shows that messages are found wherever the sources say them, and that the catalog has all of them."""

import pathlib
import tempfile
import unittest

import messages

ROOT = pathlib.Path(__file__).parents[2]

# A source and the messages that it says.
SOURCES = [
    ('violations.Add("due", "is required");', ["is required"]),
    ('return base::NotFound(name, "there is no " "goal");', ["there is no goal"]),
    ('absl::StrCat("has ", size, " entries; at most ", kMax)', ["has {} entries; at most {}"]),
    ('absl::StrFormat("%d of %5.1f%% are there", a, b)', ["{} of {}% are there"]),
    ('absl::StrCat("a ", std::string(b), absl::StrCat(" c ", d, " was"))', ["a {} c {} was"]),
    ('return "there is no city \\"" + name + "\\"";', ['there is no city "{}"']),
    ('f(a, "what is " + name(b, c) + " here", d)', ["what is {} here"]),
    ('x = name + " is missing";', ["{} is missing"]),
    ('many ? "is one of many" : "is the only one"', ["is one of many", "is the only one"]),
    ('absl::StrCat("is ", many ? "one of many" : "x", " then")', ["one of many", "is {} then"]),
    ('if (text == "two words") absl::StrCat("it says ", text);', ["two words", "it says {}"]),
    ('f("it costs 5 \\u20ac 目標 each time")', ["it costs 5 € 目標 each time"]),
    ('// "a comment says"\n/* "and this one" */\n#include "libs/base/x y.h"', []),
    ('f("UPPER_CASE", "name", "%d", "a=%s")', []),
    ('log_.Info("the server is up", {{"why", absl::StrCat("for the ", fun, " of it")}});', []),
    ('log.Warn("disk is slow"); f("disk is slow too");', ["disk is slow too"]),
    ("char c = '\"'; f(\"after a quote\");", ["after a quote"]),
    ('R"json({"not a": "message"})json"; f("is one here");', ["is one here"]),
]


class ReadingTest(unittest.TestCase):
    def test_finds_what_sources_say(self):
        for source, expected in SOURCES:
            with self.subTest(source=source):
                self.assertEqual(sorted(text for _, text in messages.messages_of(source)), sorted(expected))

    def test_takes_only_statuses_of_the_client(self):
        source = 'app.Help("Print a sheet"); base::NotFound(x, "no such thing"); absl::UnknownError("it broke down");'
        found = [text for _, text in messages.messages_of(source, status_only=True)]
        self.assertEqual(found, ["no such thing", "it broke down"])

    def test_names_the_line(self):
        self.assertEqual(messages.messages_of('f();\n\ng("it is here");'), [(3, "it is here")])


class CatalogTest(unittest.TestCase):
    def check(self, source, catalog):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            for path, text in (("libs/domain/a.cc", source), ("libs/messages/ja/domain.txt", catalog)):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            return list(messages.check(root))

    def test_passes_what_is_complete(self):
        source = 'f("is required"); absl::StrCat("has ", n, " goals of ", m); g(" and more");'
        catalog = "# domain\nis required => 必須\nhas {} goals of {} => {1} のうち {0}\n and more => …\nsheet => シート\n"
        self.assertEqual(self.check(source, catalog), [])

    def test_names_what_is_wrong(self):
        for source, catalog, problem in (
            ('\nf("is required");', "", "libs/domain/a.cc:2: no entry in libs/messages/ja for:\nis required => "),
            ("", "is required => 必須", "no source says this any more: is required"),
            ('f("is required");', "is required => 必須\nis required => 要る", "stands in domain.txt:1 already"),
            ('absl::StrCat("has ", n, " goals");', "has {} goals => 目標", "must have {0}"),
            ('absl::StrCat("has ", n, " goals");', "has {} goals => {0}{1}", "must have {0}"),
            ('f("is required");', "is required => 必須\nis required: 必須", "domain.txt:2: no entry"),
            ('f("is required");', "is required => ", "domain.txt:1: no entry"),
        ):
            with self.subTest(problem=problem):
                self.assertTrue(any(problem in found for found in self.check(source, catalog)))

    def test_this_tree_is_complete(self):
        found = list(messages.check(ROOT))
        self.assertEqual(found, [], "\n" + "\n".join(found))


if __name__ == "__main__":
    unittest.main()
