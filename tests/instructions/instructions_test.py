"""That the hot paths take as many instructions as instructions.json says; what to do if not is said in instructions.py."""

import json
import tempfile
import unittest

import instructions


class JudgingTest(unittest.TestCase):
    """What becomes of a count."""

    def judge(self, measured, expected=1000):
        return instructions.judge("append", {"append": measured}, {"append": expected})

    def test_what_is_within_the_tolerance_passes(self):
        self.assertIsNone(self.judge(1000))
        self.assertIsNone(self.judge(1000 + 10 * instructions.TOLERANCE_PERCENT))
        self.assertIsNone(self.judge(1000 - 10 * instructions.TOLERANCE_PERCENT))

    def test_what_is_worse_fails(self):
        self.assertIn("more instructions", self.judge(1002 + 10 * instructions.TOLERANCE_PERCENT))

    def test_what_is_better_is_to_be_kept(self):
        self.assertIn("refresh", self.judge(998 - 10 * instructions.TOLERANCE_PERCENT))

    def test_a_path_that_is_missing_on_either_side_fails(self):
        self.assertIsNotNone(instructions.judge("append", {"append": 1}, {}))
        self.assertIsNotNone(instructions.judge("append", {}, {"append": 1}))

    def test_a_dump_says_what_was_counted_and_how_often(self):
        dump = "part: 1\ndesc: Trigger: Client Request: get sheet 100\nevents: Ir\nsummary: 4210\n"
        self.assertEqual(instructions.read_dump(dump), ("get sheet", 42))

    def test_the_dump_at_the_end_counts_nothing(self):
        self.assertIsNone(instructions.read_dump("desc: Trigger: Program termination\nsummary: 8\n"))


class HotPathsTest(unittest.TestCase):
    """The counts of this build."""

    def test_every_path_takes_what_is_expected(self):
        expected = json.loads(instructions.TABLE.read_text())
        with tempfile.TemporaryDirectory() as directory:
            measured = instructions.count(directory)
        instructions.show(measured, expected)
        for name in {**expected, **measured}:
            with self.subTest(name):
                self.assertIsNone(instructions.judge(name, measured, expected))


if __name__ == "__main__":
    unittest.main()
