"""Checks that every message of the sources has its entry in the catalog libs/messages/ja.

Usage: messages.py ROOT. Messages are found mechanically: every expression of string literals, absl::StrCat,
absl::StrFormat and `+` in the sources below that has words in it, with `{}` for what is not literal. Prints the
entries that are missing, ready to be completed and put into a file of the catalog, and those that no source says any
more; exits with 1 if there are any. How an entry is written is said in libs/messages/catalog.h; what only goes to the
log, or is put together with more before it is said, has `…` for its Japanese.
"""

import pathlib
import re
import sys

# Where messages come from that callers see, and what there is not for callers.
SOURCES = ("libs", "services", "tools/client")
NOT_FOR_CALLERS = re.compile(
    r"_(test|test_util|fuzz)\.(cc|h)$|/(testing|conformance|messages)/"
    # Helps of programs, names of metrics, texts that are in both languages beside each other.
    r"|main\.cc$|services/flags\.cc$|call_metrics\.cc$|metrics\.cc$|_words\.cc$|/labels\.cc$"
    r"|^libs/render/(?!strict_json|json_scalar|xlsx_sheet|printed_limits)"
)
# Of the client only what becomes a status: the rest is help and output.
STATUS_ONLY = re.compile(r"^tools/client/")
STATUS_MAKERS = re.compile(r"^absl::(\w+Error|Status)$|^base::(InvalidArgument|FailedPrecondition|NotFound|DataLoss)$")
# Calls whose texts go to the log of the server, in English.
LOG_CALLS = re.compile(r"(^|[._])(log_?)$")
LOG_METHODS = ("Debug", "Info", "Warn", "Warning", "Error")

ARROW = " => "
PART_ONLY = "…"
CONCATENATIONS = ("absl::StrCat", "absl::StrFormat")

TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<directive>^[ \t]*\#(?:[^\n\\]|\\.)*)
    |(?P<raw>R"(?P<mark>[^()\s]*)\(.*?\)(?P=mark)")
    |(?P<string>"(?:[^"\\\n]|\\.)*")
    |(?P<character>'(?:[^'\\\n]|\\.)*')
    |(?P<name>[A-Za-z_]\w*(?:::[A-Za-z_~]\w*)*)
    |(?P<number>\d[\w'.]*)
    |(?P<operator>->|::|<<|>>|&&|\|\||[<>=!]=|.)
    """,
    re.X | re.S | re.M,
)


def tokenize(text):
    """Returns the tokens (kind, text, line) without white space, comments and directives."""
    tokens = []
    for match in TOKEN.finditer(text):
        kind = "raw" if match.lastgroup == "mark" else match.lastgroup
        if kind not in ("comment", "directive") and not match.group().isspace():
            tokens.append((kind, match.group(), text.count("\n", 0, match.start()) + 1))
    return tokens


def value_of(literal):
    """What a string literal stands for."""
    escaped = re.sub(r"[^\x00-\x7f]", lambda match: match.group().encode("unicode_escape").decode(), literal[1:-1])
    return escaped.encode("ascii").decode("unicode_escape")


class Reader:
    """Finds the messages of one source."""

    def __init__(self, text, status_only):
        self.tokens = tokenize(text)
        self.messages = []  # (line, text)
        if status_only:
            self._scan_statuses()
        else:
            self._scan(0, len(self.tokens))

    def _is_name(self, at, names):
        return at < len(self.tokens) and self.tokens[at][0] == "name" and self.tokens[at][1] in names

    def _is(self, at, text):
        return at < len(self.tokens) and self.tokens[at][1] == text and self.tokens[at][0] == "operator"

    def _close(self, at):
        """The bracket that closes the one at `at`."""
        depth = 0
        for end in range(at, len(self.tokens)):
            if self.tokens[end][0] == "operator":
                depth += (self.tokens[end][1] in "([{") - (self.tokens[end][1] in ")]}")
                if depth == 0:
                    return end
        return len(self.tokens) - 1

    def _split(self, begin, end, separator):
        """The parts of [begin, end) between separators that stand in no bracket."""
        parts, depth, start = [], 0, begin
        for at in range(begin, end):
            if self.tokens[at][0] != "operator":
                continue
            depth += (self.tokens[at][1] in "([{") - (self.tokens[at][1] in ")]}")
            if depth == 0 and self.tokens[at][1] == separator:
                parts.append((start, at))
                start = at + 1
        parts.append((start, end))
        return [(first, last) for first, last in parts if first < last]

    def _is_literal(self, begin, end):
        return all(self.tokens[at][0] == "string" for at in range(begin, end))

    def _is_concatenation(self, begin, end):
        return self._is_name(begin, CONCATENATIONS) and self._is(begin + 1, "(") and self._close(begin + 1) == end - 1

    def _template(self, begin, end):
        """The text of the expression [begin, end), `{}` where it is not literal; notes messages inside of it."""
        if self._is_literal(begin, end):
            return "".join(value_of(self.tokens[at][1]) for at in range(begin, end))
        if self._is_concatenation(begin, end):
            arguments = self._split(begin + 2, end - 1, ",")
            if self.tokens[begin][1].endswith("StrFormat"):
                for argument in arguments[1:]:
                    self._scan(*argument)
                return re.sub(r"%[-+0-9.]*[a-zA-Z]", "{}", self._template(*arguments[0])).replace("%%", "%")
            return "".join(self._template(*argument) for argument in arguments)
        parts = self._split(begin, end, "+")
        if len(parts) > 1 and any(self._is_literal(*part) or self._is_concatenation(*part) for part in parts):
            return "".join(self._template(*part) for part in parts)
        self._scan(begin, end)
        return "{}"

    def _log_call(self, at):
        """The end of a call of the log that begins at `at`; 0 if there is none."""
        is_log = self.tokens[at][0] == "name" and LOG_CALLS.search(self.tokens[at][1])
        if is_log and self._is(at + 1, ".") and self._is_name(at + 2, LOG_METHODS) and self._is(at + 3, "("):
            return self._close(at + 3)
        return 0

    def _operand_start(self, at, begin):
        """Where the sum begins that the literal or call at `at` is part of."""
        depth = 0
        while at > begin:
            kind, text, _ = self.tokens[at - 1]
            if kind == "operator":
                if text in ")]}":
                    depth += 1
                elif text in "([{":
                    if depth == 0:
                        break
                    depth -= 1
                elif depth == 0 and text in (",", ";", "?", ":", "=", "<<", "&&", "||", "==", "!=", "<", ">"):
                    break
            elif depth == 0 and kind == "name" and text == "return":
                break
            at -= 1
        return at

    def _operand_end(self, at, end):
        depth = 0
        while at < end:
            kind, text, _ = self.tokens[at]
            if kind == "operator":
                if text in "([{":
                    depth += 1
                elif text in ")]}":
                    if depth == 0:
                        break
                    depth -= 1
                elif depth == 0 and text in (",", ";", "?", ":", "<<", "&&", "||", "==", "!=", "<", ">"):
                    break
            at += 1
        return at

    def _scan(self, begin, end):
        at = begin
        while at < end:
            if log_end := self._log_call(at):
                at = log_end + 1
                continue
            is_call = self._is_name(at, CONCATENATIONS) and self._is(at + 1, "(")
            if not is_call and self.tokens[at][0] != "string":
                at += 1
                continue
            line = self.tokens[at][2]
            stop = self._close(at + 1) + 1 if is_call else at + 1
            while not is_call and stop < end and self.tokens[stop][0] == "string":
                stop += 1
            start = at
            if self._is(at - 1, "+") or self._is(stop, "+"):
                sum_start, sum_stop = self._operand_start(at, begin), self._operand_end(stop, end)
                if (at, stop) in self._split(sum_start, sum_stop, "+"):
                    start, stop = sum_start, sum_stop
            self.messages.append((line, self._template(start, stop)))
            at = max(stop, at + 1)

    def _scan_statuses(self):
        at = 0
        while at < len(self.tokens):
            if self.tokens[at][0] == "name" and STATUS_MAKERS.match(self.tokens[at][1]) and self._is(at + 1, "("):
                end = self._close(at + 1)
                self._scan(at + 2, end)
                at = end
            at += 1


def has_words(text):
    return re.search(r"[a-z]{2,} | [a-z]{2,}", text) is not None


def messages_of(text, status_only=False):
    """The messages of a source, as (line, text)."""
    return [(line, message) for line, message in Reader(text, status_only).messages if has_words(message)]


def messages_in(root):
    """All messages under `root`: text to the first `path:line` that says it."""
    found = {}
    for directory in SOURCES:
        for file in sorted((root / directory).rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.suffix not in (".cc", ".h") or NOT_FOR_CALLERS.search(path):
                continue
            for line, message in messages_of(file.read_text(encoding="utf-8"), bool(STATUS_ONLY.match(path))):
                found.setdefault(message, f"{path}:{line}")
    return found


def read_catalog(directory):
    """The entries of the catalog, as {English: (Japanese, place)}, and what is wrong with its lines."""
    entries, problems = {}, []
    for file in sorted(directory.glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
            if not line or line.startswith("#"):
                continue
            place = f"{file.name}:{number}"
            english, arrow, japanese = line.partition(ARROW)
            if not arrow or not japanese:
                problems.append(f"{place}: no entry: `English{ARROW}Japanese`")
                continue
            if english in entries:
                problems.append(f"{place}: {english!r} stands in {entries[english][1]} already")
            entries[english] = (japanese, place)
            if japanese == PART_ONLY:
                continue
            holes = set(range(english.count("{}")))
            filled = {int(hole) for hole in re.findall(r"\{(\d)\}", japanese)}
            if holes != filled:
                problems.append(f"{place}: the Japanese must have {{0}} … for all of {len(holes)} holes, and no other")
    return entries, problems


def check(root):
    """Yields what is wrong with the catalog under `root`."""
    entries, problems = read_catalog(root / "libs" / "messages" / "ja")
    yield from problems
    messages = messages_in(root)
    for message, place in messages.items():
        if message not in entries:
            yield f"{place}: no entry in libs/messages/ja for:\n{message}{ARROW}"
    for english, (_, place) in entries.items():
        if english not in messages and has_words(english) and not place.startswith("words.txt"):
            yield f"libs/messages/ja/{place}: no source says this any more: {english}"


def main():
    problems = list(check(pathlib.Path(sys.argv[1])))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
