"""Runs every command that README.md shows in its `console` blocks, and compares the output where it shows one."""

import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

import documents
from programs import BIN, ServerTest

README = documents.ROOT / "README.md"
FIRST_PART = "## Calling it"  # Where what tools/quickstart shows ends.
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
OPERATE = re.compile(r"<!-- operate -->\n```sh\n(.*?)```\n((?:<!-- prints: .*? -->\n)+)", re.DOTALL)
PRINTS = re.compile(r"<!-- prints: (.*?) -->")
SECONDS = 600


def readme():
    return README.read_text(encoding="utf-8")


def commands(text):
    """Each command in `text` with the output shown under it (empty: none is shown)."""
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield re.sub(r"\s+#.*", "", command), output


class ReadmeTest(ServerTest):
    def test_the_client_commands_print_what_is_shown(self):
        self.import_files(*sorted(documents.SAMPLE.glob("*.json")))
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (directory / "sheets").symlink_to(documents.SAMPLE)
        environment = {
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "MOKUHYO_SERVER": self.server.address,
        }
        shown = [(command, output) for command, output in commands(readme()) if command.startswith("mokuhyo ")]
        self.assertTrue([command for command, output in shown if output], "README shows no output at all")
        for command, output in shown:
            with self.subTest(command):
                result = subprocess.run(
                    ["bash", "-c", command],
                    cwd=directory,
                    env=environment,
                    capture_output=True,
                    text=True,
                    timeout=SECONDS,
                )
                self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
                if output:
                    self.assertEqual(result.stdout.strip(), output.strip())

    @unittest.skipUnless(BIN == documents.ROOT / "build/dev/bin", "tools/quickstart builds build/dev, not this tree")
    def test_quickstart_shows_the_sample_ward(self):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        result = subprocess.run(
            ["tools/quickstart", "--data-dir", directory],
            cwd=documents.ROOT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        first, found, _ = readme().partition(FIRST_PART)
        self.assertTrue(found)
        pictures = [output for command, output in commands(first) if output and "--form" not in command]
        self.assertTrue(pictures)
        for picture in pictures:
            self.assertIn(picture.strip(), result.stdout)
        self.assertIn("年度集計", result.stdout)
        self.assertIn("Next:", result.stdout)

    def test_the_operator_loses_a_disk_and_nothing_else(self):
        ((script, expected),) = OPERATE.findall(readme())
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = "127.0.0.1:%d" % free.getsockname()[1]
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (directory / "sheets").symlink_to(documents.SAMPLE)
        result = subprocess.run(
            ["bash", "-c", "set -euo pipefail\ntrap 'kill $! 2>/dev/null || :' EXIT\n" + script],
            cwd=directory,
            env={
                **os.environ,
                "PATH": f"{BIN}:{os.environ['PATH']}",
                "MOKUHYO_SERVER": address,
                "MOKUHYO_LISTEN": address,
            },
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        for text in PRINTS.findall(expected):
            self.assertIn(text, result.stdout)
        # The document of the edition, before the disk was lost and after.
        (proved,) = re.findall(r"文書の SHA-256: (\w+)", result.stdout)
        (restored,) = re.findall(r"^(\w{64})  -$", result.stdout, re.MULTILINE)
        self.assertEqual(proved, restored)

    def test_every_command_is_known_to_these_tests(self):
        programs = {command.split()[0] for command, _ in commands(readme())}
        self.assertEqual(programs, {"mokuhyo", "tools/quickstart", "tools/test"})


if __name__ == "__main__":
    unittest.main()
