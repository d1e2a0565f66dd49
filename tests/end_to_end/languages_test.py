"""Errors and documents in both languages: over gRPC by the header accept-language, from the client by --lang."""

import json
import re
import unittest

import documents
import printed
import wire
from programs import ServerTest, client

KURASHI = "cities/minato/sheets/2023-kita-kurashi"
HOSTILE = "cities/minato/sheets/2024-kita-kurashi"
NASTY = ('<script>alert("1")</script>', '=cmd()|"A1"', "@SUM(A1)\nnext, 'line'", "{{title}} & {{{x}}} &amp; ]]>")
JAPANESE = re.compile("[ぁ-んァ-ン一-龥]")


def texts_of(document):
    """The strings that people wrote into a document; names of resources, dates and the like are left out."""
    keys = ("title", "subtitle", "name", "comment", "issues", "target", "result", "value", "supplement", "contact")
    for key, value in document.items():
        if isinstance(value, dict):
            yield from value.values() if key == "texts" else texts_of(value)
        elif isinstance(value, list):
            for one in value:
                yield from texts_of(one) if isinstance(one, dict) else [one] if key == "notes" else []
        elif key in keys and value and not str(value).startswith("cities/"):
            yield value


def rows_of(goals):
    """How many rows of a table the goals make: one an indicator, one for a goal without that stands for itself."""
    return sum(
        len(goal.get("indicators", [])) or ("evaluation" in goal or not goal.get("goals")) + 0
        for goal in documents.walk(goals)
    )


class Languages(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client(cls.server, "import", *sorted(documents.SAMPLE.glob("*.json")))
        client(cls.server, "publish", KURASHI, "--effective-date", "2024-06-28")

    def connect(self, language):
        return self.enterContext(wire.Connection(self.server.address, language=language))

    def refusal(self, connection, method, request):
        with self.assertRaises(wire.Refused) as refused:
            connection.call(method, request)
        return refused.exception

    def export(self, sheet, form, language=None, **options):
        wanted = {"format": f"EXPORT_FORMAT_{form}", **options}
        if language:
            wanted["language"] = f"LANGUAGE_{language}"
        return self.connection.export(sheet, **wanted)

    def import_hostile(self):
        document = documents.load(documents.SAMPLE / "2023-kita-kurashi.json")
        document.update(name=HOSTILE, fiscalYear=2024, title=NASTY[0], contact=NASTY[1])
        document["texts"]["purpose"] = NASTY[2]
        goal = document["goals"][0]
        goal["title"] = NASTY[3]
        goal["indicators"][0].update(name=NASTY[1], target=NASTY[2], supplement=NASTY[0])
        goal["evaluation"]["comment"] = NASTY[1]
        self.connection.call("ImportSheet", {"document": document, "requestId": "hostile"})
        return document


class ErrorsTest(Languages):
    def test_the_header_decides(self):
        for header, locale in (
            (None, "ja"), ("ja", "ja"), ("ja-JP,en;q=0.5", "ja"), ("*", "ja"), ("fr", "ja"), ("nonsense;;", "ja"),
            ("en", "en"), ("en-US,en;q=0.9,ja;q=0.8", "en"), ("fr, en;q=0.5", "en"), ("ja;q=0.1, *;q=0.2", "en"),
        ):  # fmt: skip
            with self.subTest(header=header):
                missing = "cities/minato/sheets/2099-nowhere"
                error = self.refusal(self.connect(header), "GetSheet", {"name": missing})
                self.assertEqual((error.code, error.reason, error.locale), ("NOT_FOUND", "NOT_FOUND", locale))
                self.assertIn(f"there is no sheet {missing}", error.message)
                self.assertIn(missing, error.localized)
                self.assertEqual(bool(JAPANESE.search(error.localized)), locale == "ja")

    def test_every_violation_has_its_line(self):
        document = documents.load(documents.SAMPLE / "2023-kita-hoken.json")
        document["createdOn"] = "1 April"
        document["goals"][0]["level"] = "levle"
        document["goals"][1]["indicators"] = [{"accumulation": {"kind": "MULTI_YEAR"}}]
        request = {"document": document, "requestId": "wrong"}
        japanese = self.refusal(self.connect("ja"), "ImportSheet", request)
        english = self.refusal(self.connect("en"), "ImportSheet", request)
        self.assertEqual(japanese.message, english.message)
        self.assertEqual(japanese.fields, english.fields)
        self.assertGreaterEqual(len(japanese.fields), 4)
        for error in (japanese, english):
            lines = error.localized.split("\n")
            self.assertEqual(len(lines), len(error.fields))
            for field, line in zip(error.fields, lines):
                self.assertTrue(line.startswith(field + ": "), line)
        for line in japanese.localized.split("\n"):
            self.assertRegex(line.split(": ", 1)[1], JAPANESE)
        self.assertIsNone(JAPANESE.search(english.localized.replace("目標", "")))

    def test_rules_name_state_and_remedy(self):
        request = {"name": f"{KURASHI}", "reason": "x", "effectiveDate": "2024-07-01", "requestId": "again"}
        request["etag"] = self.connection.call("GetSheet", {"name": KURASHI})["sheet"]["etag"]
        error = self.refusal(self.connect("ja"), "PublishEdition", request)
        self.assertEqual(error.code, "FAILED_PRECONDITION")
        self.assertIn(KURASHI, error.localized)
        self.assertRegex(error.localized, "第1版")
        english = self.refusal(self.connect("en"), "PublishEdition", request)
        self.assertIn(english.rules[0], english.localized)

    def test_streams_speak_too(self):
        for header, text in (("ja", "どちらか|必須|形|ません"), ("en", "must|is ")):
            with self.assertRaises(wire.Refused) as refused:
                self.connect(header).export("cities/minato/sheets/Nobody")
            self.assertRegex(refused.exception.localized, text)

    def test_a_thousand_violations_stay_under_the_limit(self):
        document = documents.load(documents.SAMPLE / "2023-kita-hoken.json")
        document["goals"] = [{"level": f"階層{i}", "title": "目標"} for i in range(900)]
        error = self.refusal(
            self.connect("ja"), "ImportSheet",
            {"document": document, "requestId": "many"},
        )  # fmt: skip
        self.assertEqual(error.reason, "INVALID_FIELDS")
        self.assertGreater(int(error.metadata["omitted_violations"]), 0)
        self.assertRegex(error.localized, r"…ほか \d+ 件$")


class ClientTest(Languages):
    def test_says_errors_in_the_language(self):
        for language, text in (("ja", "ありません"), ("en", "there is no sheet")):
            failed = client(self.server, "sheet", "minato/2099-x", "--lang", language, check=False)
            self.assertEqual(failed.returncode, 1)
            self.assertIn(text, failed.stderr)
            self.assertIn("(NOT_FOUND, NOT_FOUND)", failed.stderr)
        self.assertIn("ありません", client(self.server, "sheet", "minato/2099-x", check=False).stderr)

    def test_json_failures_carry_both(self):
        failed = client(self.server, "--json", "--lang", "ja", "sheet", "minato/2099-x", check=False)
        error = json.loads(failed.stderr.removeprefix("mokuhyo: "))
        self.assertIn("there is no sheet", error["message"])
        self.assertEqual(error["localizedMessage"]["locale"], "ja")
        self.assertIn("ありません", error["localizedMessage"]["message"])

    def test_says_what_went_wrong_on_its_side(self):
        for language, text in (("ja", "応答がありません"), ("en", "is the server running")):
            gone = client("127.0.0.1:9", "--timeout", 1, "--lang", language, "sheets", "--city", "minato", check=False)
            self.assertEqual(gone.returncode, 1)
            self.assertIn(text, gone.stderr)
            self.assertIn("127.0.0.1:9", gone.stderr)

    def test_tables_say_years_by_eras_or_not(self):
        japanese = client(self.server, "sheet", KURASHI, "--lang", "ja").stdout
        self.assertIn("令和5年度", japanese)
        self.assertIn("令和5年4月1日", japanese)
        english = client(self.server, "sheet", KURASHI, "--lang", "en").stdout
        self.assertIn("FY2023", english)
        self.assertNotIn("令和", english)

    def test_writes_documents_to_files(self):
        for form, begin in (("html", b"<!DOCTYPE html>"), ("xlsx", b"PK\x03\x04"), ("csv", b"\xef\xbb\xbf")):
            for language in ("ja", "en"):
                path = self.directory / f"kurashi-{language}.{form}"
                client(self.server, "export", KURASHI, "--format", form, "--lang", language, "-o", path)
                written = path.read_bytes()
                self.assertTrue(written.startswith(begin))
                wanted = {"format": f"EXPORT_FORMAT_{form.upper()}", "language": f"LANGUAGE_{language.upper()}"}
                self.assertEqual(written, self.connection.export(KURASHI, **wanted))


class DocumentsTest(Languages):
    def test_pages_are_whole_and_accessible(self):
        for path in documents.sheets_in(documents.SAMPLE):
            document = documents.load(path)
            for language, year in (("JA", "令和"), ("EN", "FY20")):
                with self.subTest(sheet=document["name"], language=language):
                    page = printed.Page(self.export(document["name"], "HTML", language))
                    self.assertEqual(page.all("html")[0][0]["lang"], language.lower())
                    self.assertEqual(page.texts("h1"), [document["title"]])
                    self.assertIn(year, page.text())
                    self.assertEqual("令和" in page.texts("dl")[0], language == "JA")
                    self.assertEqual(page.all("script") + page.all("img") + page.all("link"), [])
                    scopes = {attributes.get("scope") for attributes, _ in page.all("th")}
                    self.assertLessEqual(scopes, {"col", "row", "rowgroup"})
                    self.assertEqual(len(page.all("caption")), 1)
                    for text in texts_of(document):
                        self.assertIn(text, page.text())

    def test_pages_have_the_structure_of_the_sheet(self):
        page = printed.Page(self.export(KURASHI, "HTML"))
        self.assertEqual(page.texts("h2"), ["組織の目的", "年度の方針", "年度の総括"])
        self.assertEqual(
            [text for attributes, text in page.all("th") if attributes.get("scope") == "col"],
            ["No.", "目標", "指標", "単位", "令和2", "令和3", "令和4", "目標値", "実績", "評価"],
        )
        self.assertIn("来庁者が「またここで」と思える窓口にします。", page.texts("th"))
        figures = [text for attributes, text in page.all("td") if attributes.get("class") == "figures"]
        self.assertEqual(figures[:5], ["4.38", "4.41", "4.46", "4.50", "4.47"])

    def test_workbooks_hold_texts_alone(self):
        for path in documents.sheets_in(documents.SAMPLE):
            document = documents.load(path)
            for language in ("JA", "EN"):
                with self.subTest(sheet=document["name"], language=language):
                    workbook = printed.Workbook(self.export(document["name"], "XLSX", language))
                    self.assertEqual(workbook.texts()[0], document["title"])
                    self.assertEqual(workbook.name, "目標管理シート" if language == "JA" else "Goal sheet")
                    self.assertTrue({"f", "hyperlink"}.isdisjoint(workbook.tags()))
                    everything = "\n".join(workbook.texts())
                    for text in texts_of(document):
                        self.assertIn(text, everything)

    def test_tables_have_a_row_for_each_indicator(self):
        for path in documents.sheets_in(documents.SAMPLE):
            document = documents.load(path)
            with self.subTest(sheet=document["name"]):
                rows = printed.read_csv(self.export(document["name"], "CSV", "EN"))
                self.assertEqual(len(rows), rows_of(document["goals"]))
                self.assertEqual({row["Sheet"] for row in rows}, {document["name"]})
                self.assertEqual({row["Fiscal year"] for row in rows}, {str(document["fiscalYear"])})
                indicators = [one for goal in documents.walk(document["goals"]) for one in goal.get("indicators", [])]
                self.assertEqual(
                    sorted(row["Target"] for row in rows if row["Target"]),
                    sorted(one["target"] for one in indicators if one.get("target")),
                )

    def test_the_header_decides_where_the_request_does_not(self):
        english, japanese = self.export(KURASHI, "HTML", "EN"), self.export(KURASHI, "HTML", "JA")
        self.assertNotEqual(english, japanese)
        for header, expected in (("en", english), ("ja", japanese), (None, japanese)):
            self.assertEqual(self.connect(header).export(KURASHI, format="EXPORT_FORMAT_HTML"), expected)
        self.assertEqual(
            self.connect("en").export(KURASHI, format="EXPORT_FORMAT_HTML", language="LANGUAGE_JA"), japanese
        )

    def test_the_same_sheet_gives_the_same_bytes(self):
        for form in ("HTML", "XLSX", "CSV"):
            self.assertEqual(self.export(KURASHI, form), self.export(KURASHI, form))
        # Nor do they say when they were made.
        workbook = printed.Workbook(self.export(KURASHI, "XLSX"))
        self.assertEqual(workbook.dates, {(1980, 1, 1, 0, 0, 0)})
        self.assertIn(b"2000-01-01T00:00:00Z", workbook.parts["docProps/core.xml"])

    def test_hostile_texts_stay_texts(self):
        document = self.import_hostile()
        page = printed.Page(self.export(HOSTILE, "HTML"))
        self.assertEqual(page.all("script"), [])
        self.assertEqual(page.texts("h1"), [NASTY[0]])
        for text in texts_of(document):
            self.assertIn(text, page.text())
        workbook = printed.Workbook(self.export(HOSTILE, "XLSX"))
        self.assertTrue({"f", "hyperlink"}.isdisjoint(workbook.tags()))
        for text in texts_of(document):
            self.assertIn(text, "\n".join(workbook.texts()))
        first = printed.read_csv(self.export(HOSTILE, "CSV", "EN"))[0]
        self.assertEqual(first["Indicator"], "'" + NASTY[1])
        self.assertEqual(first["Target"], "'" + NASTY[2])
        self.assertEqual(first["Attainment"], "'" + NASTY[1])
        self.assertEqual(first["Goal"], NASTY[3])

    def import_goals(self, year, goals):
        document = documents.load(documents.SAMPLE / "2023-kita-kurashi.json")
        name = f"cities/minato/sheets/{year}-kita-kurashi"
        document.update(name=name, fiscalYear=year, goals=goals)
        self.connection.call("ImportSheet", {"document": document, "requestId": name.rsplit("/", 1)[1]})
        return name

    def test_no_cell_of_a_workbook_is_longer_than_cells_are(self):
        # Each is one character of 20,000 and two of the 32,767 that a cell takes.
        text = "𠮷" * 20000
        goals = [{"level": "goal", "title": "長", "initiatives": [text, text], "accomplishments": [text]}]
        workbook = printed.Workbook(self.export(self.import_goals(2031, goals), "XLSX"))
        self.assertLessEqual(max(len(cell.encode("utf-16-le")) // 2 for cell in workbook.texts()), 32767)
        self.assertEqual("".join(workbook.texts()).count("𠮷"), 60000)

    def test_what_would_be_too_large_is_exported_as_json(self):
        # Three indicators have 60 past columns between them, and so have all the others.
        past = [[{"fiscalYear": year, "value": "1"} for year in range(first, first + 20)] for first in (1970, 1990, 2010)]
        goals = [{"level": "goal", "title": "目標", "indicators": [{"name": "件数", "target": "1"}] * 3} for _ in range(270)]
        goals[0]["indicators"] = [{"name": "件数", "target": "1", "past": years} for years in past]
        name = self.import_goals(2030, goals)
        for form in ("HTML", "XLSX", "CSV"):
            with self.subTest(form=form), self.assertRaises(wire.Refused) as refused:
                self.connect("ja").export(name, format=f"EXPORT_FORMAT_{form}")
            error = refused.exception
            self.assertEqual((error.code, error.reason), ("RESOURCE_EXHAUSTED", "EXPORT_TOO_LARGE"))
            self.assertEqual(error.metadata["max_cells"], "50000")
            self.assertGreater(int(error.metadata["cells"]), 50000)
            self.assertIn(error.metadata["cells"], error.message)
            self.assertRegex(error.localized, "JSON")
            self.assertRegex(error.localized, JAPANESE)
        self.assertEqual(len(json.loads(self.export(name, "JSON"))["goals"]), 270)

    def test_refuses_what_cannot_be(self):
        for wrong, field in (
            ({"format": "EXPORT_FORMAT_HTML", "includeIds": True}, "include_ids"),
            ({"format": "EXPORT_FORMAT_JSON", "edition": 1}, "format"),
            ({"format": 99}, "format"),
            ({"language": 99}, "language"),
        ):
            with self.subTest(wrong=wrong), self.assertRaises(wire.Refused) as refused:
                self.connection.export(KURASHI, **wrong)
            self.assertEqual((refused.exception.code, refused.exception.fields), ("INVALID_ARGUMENT", [field]))
        with self.assertRaises(wire.Refused) as refused:
            self.export(KURASHI, "XLSX", edition=7)
        self.assertEqual(refused.exception.code, "NOT_FOUND")


class EditionsTest(Languages):
    def test_editions_stay_as_they_were_published(self):
        before = {form: self.export(KURASHI, form, edition=1) for form in ("HTML", "XLSX", "CSV")}
        page = printed.Page(before["HTML"])
        edition = self.connection.call("GetSheet", {"name": KURASHI})["sheet"]["editions"][0]
        self.assertIn("第1版 令和6年6月28日公表", page.text())
        self.assertIn(edition["digest"], page.text())
        unit = "cities/minato/orgUnits/kita-kurashi"
        old = self.connection.call("GetOrgUnit", {"name": unit})["orgUnit"]["displayName"]
        self.connection.write(
            "RenameOrgUnit", {"name": unit, "displayName": "くらし応援課", "effectiveDate": "2025-04-01"}
        )
        etag = self.connection.call("GetSheet", {"name": KURASHI})["sheet"]["etag"]
        self.connection.write("ReopenEvaluation", {"name": KURASHI, "etag": etag, "reason": "表題の訂正"})
        sheet = {"name": KURASHI, "title": "改めた表題"}
        self.connection.write("UpdateSheet", {"sheet": sheet, "updateMask": "title", "reason": "誤記"})
        self.assertEqual(printed.Page(self.export(KURASHI, "HTML")).texts("h1"), ["改めた表題"])
        for form, document in before.items():
            self.assertEqual(self.export(KURASHI, form, edition=1), document)
        self.assertIn(old, page.text())
        self.assertIn("くらし応援課", printed.Page(self.export(KURASHI, "HTML")).text())
        then = printed.Page(self.export(KURASHI, "HTML", effectiveDate="2025-03-31"))
        self.assertIn(old, then.text())
        self.assertNotIn("くらし応援課", then.text())
        self.assertEqual(printed.read_csv(before["CSV"])[0]["版"], "1")


del Languages  # A base, not a test.

if __name__ == "__main__":
    unittest.main()
