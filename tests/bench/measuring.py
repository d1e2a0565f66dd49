"""Running measurements and printing them: what all suites share."""

import json
import pathlib
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "end_to_end"))
import programs  # noqa: E402  (its folder is only on the path now)


def measure(*arguments):
    """Runs mokuhyo_measure and returns what it measured."""
    command = [str(programs.BIN / "mokuhyo_measure"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    return json.loads(done.stdout)


class Table:
    """The rows of the run, printed as they come."""

    def __init__(self):
        self.rows = []

    def add(self, name, subject, reference_name, reference, target=None, unit="/s"):
        ratio = subject / reference if reference else None
        self.rows.append(
            {"name": name, "value": subject, "reference": reference_name, "reference_value": reference,
             "ratio": ratio, "target": target, "unit": unit}
        )
        met = "" if target is None or ratio is None else ("  met" if ratio >= target else "  MISSED")
        shown = "" if ratio is None else f"{ratio:8.2f}"
        wanted = "" if target is None else f">= {target}"
        print(f"{name:<44}{subject:>14,.0f} {unit:<4}{reference_name:<36}{reference or 0:>14,.0f} {unit:<4}"
              f"{shown} {wanted:>7}{met}", flush=True)

    def limit(self, name, value, at_most, unit):
        """A figure that has a limit of its own, whatever the machine."""
        self.rows.append({"name": name, "value": value, "at_most": at_most, "unit": unit})
        met = "met" if value <= at_most else "MISSED"
        print(f"{name:<60}{value:>14,.2f} {unit:<4}<= {at_most} {unit}  {met}", flush=True)

    def note(self, name, **figures):
        self.rows.append({"name": name, **figures})
        print(f"{name:<44} " + "  ".join(f"{key} {value}" for key, value in figures.items()), flush=True)


def alternate(rounds, **subjects):
    """Runs each subject once a round, in turn; returns the medians of all numbers that they measured."""
    measured = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            measured[name].append(subject())
    return {
        name: {key: statistics.median(one[key] for one in results)
               for key, value in results[0].items() if isinstance(value, (int, float))}
        for name, results in measured.items()
    }
