"""Runs the shell blocks of README.md that stand under `<!-- tour -->`, through a real client with reflection.

Each block says in `<!-- prints: ... -->` lines after it what its output must contain.
"""

import re
import shutil
import subprocess
import unittest

import documents
from programs import ServerTest

README = documents.ROOT / "README.md"
BLOCK = re.compile(r"<!-- tour -->\n```sh\n(.*?)```\n((?:<!-- prints: .*? -->\n)*)", re.DOTALL)
PRINTS = re.compile(r"<!-- prints: (.*?) -->")
SECONDS = 240


def blocks():
    """The blocks of README.md with what each must print."""
    text = README.read_text(encoding="utf-8")
    return [(script, PRINTS.findall(expected)) for script, expected in BLOCK.findall(text)]


@unittest.skipUnless(shutil.which("npx"), "no npx, which runs buf")
class GrpcTourTest(ServerTest):
    def test_the_commands_of_the_readme_work(self):
        self.import_files(*sorted(documents.SAMPLE.glob("*.json")))
        tour = blocks()
        self.assertGreaterEqual(len(tour), 2)
        # One shell for all blocks, as for a reader: functions and variables live on. Each block is announced.
        script = "set -euo pipefail\n" + "".join(
            f"echo '=== {number}'\n{block}" for number, (block, _) in enumerate(tour)
        )
        script = script.replace("127.0.0.1:7400", self.server.address)
        result = subprocess.run(
            ["bash", "-c", script],
            cwd=documents.ROOT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        printed = re.split(r"=== \d+\n", result.stdout)[1:]
        self.assertEqual(len(printed), len(tour))
        for (_, expected), output in zip(tour, printed):
            self.assertTrue(expected)
            for text in expected:
                self.assertIn(text, output)

    def test_health_can_be_asked_without_files_of_others(self):
        result = subprocess.run(
            [
                *("npx", "--yes", "@bufbuild/buf@1.75.0", "curl", "--protocol", "grpc", "--http2-prior-knowledge"),
                *("--reflect", "--reflect-protocol", "grpc-v1alpha", "--data", "{}"),
                f"http://{self.server.address}/grpc.health.v1.Health/Check",
            ],
            cwd=documents.ROOT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('"SERVING"', result.stdout)

    def test_the_tour_goes_the_whole_way(self):
        commands = "".join(script for script, _ in blocks())
        methods = re.findall(r"/([A-Z][A-Za-z]+)\b", commands)
        self.assertEqual(
            [method for method in dict.fromkeys(methods)],
            ["CreateSheet", "CreateGoal", "PublishGoals", "ReportResults", "AssessGoals", "GetSheet",
             "ConfirmEvaluation", "GetYearlySummary"],
        )  # fmt: skip


if __name__ == "__main__":
    unittest.main()
