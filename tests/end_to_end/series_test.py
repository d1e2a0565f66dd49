"""Series over the years: carried forward, broken, gone over to another section, rolled up, and found in documents."""

import json
import unittest

import documents
import wire
from programs import ServerTest, client

CITY = "cities/minato"
FORM = "niigata-section-goals"


class SeriesTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")

    def write(self, method, **request):
        return self.connection.write(method, request)

    def sheet(self, unit, year, *indicators):
        """A sheet with one goal and these indicators i1, i2 …, its goals published; returns its name."""
        new = {"form": FORM, "fiscalYear": year, "orgUnit": unit}
        name = self.write("CreateSheet", parent=CITY, sheet=new)["name"]
        goal = {"level": "goal", "label": "1", "title": "相談", "indicators": list(indicators)}
        self.write("CreateGoal", parent=name, goal=goal)
        self.write("PublishGoals", name=name, effectiveDate=f"{year}-04-10")
        return name

    def report(self, name, value, indicator="i1", **parts):
        result = {"indicator": indicator, "value": value, **parts}
        self.write("ReportResults", parent=name, results=[result], effectiveDate=self.day_after(name))

    def day_after(self, name):
        """A day on which the results of the sheet are known."""
        year = self.connection.call("GetSheet", {"name": name})["sheet"]["fiscalYear"]
        return f"{year + 1}-04-20"

    def carry_forward(self, name, **options):
        """The sheet of the next year, its goals published."""
        day = self.day_after(name)
        following = self.write("CarryForwardSheet", name=name, effectiveDate=day, **options)["name"]
        self.write("PublishGoals", name=following, effectiveDate=day)
        return following

    def trend(self, series, **options):
        return self.connection.call("GetTrend", {"parent": CITY, "series": series, **options})["trend"]

    def series(self, series, **options):
        return self.connection.call("GetSeries", {"parent": CITY, "series": series, **options})

    @staticmethod
    def lines(trend):
        """`unit: 2021=12 2022=NO_RESULT` for each line."""
        return [line["orgUnit"] + ": " + SeriesTest.points(line["points"]) for line in trend.get("lines", [])]

    @staticmethod
    def points(points):
        return " ".join(
            f"{point['fiscalYear']}={point.get('number') or point['gap'].removeprefix('GAP_')}" for point in points
        )

    def refused(self, method, request):
        with self.assertRaises(wire.Refused) as caught:
            self.connection.call(method, request)
        return caught.exception

    def test_1_three_years_carried_forward_and_a_section_merged_into_another(self):
        first = self.sheet("kita-kurashi", 2021, {"name": "相談者数", "unit": "人", "target": {"text": "300"}})
        series = first.rsplit("/", 1)[1] + ".i1"
        self.report(first, "310人")
        second = self.carry_forward(first, keepTargets=True)
        self.report(second, "評価不能")
        self.assertEqual(self.lines(self.trend(series)), ["kita-kurashi: 2021=310 2022=NO_NUMBER"])

        # The section closes; another one goes on in its place, and so does the line.
        self.write(
            "MergeOrgUnits",
            parent=CITY,
            orgUnits=["kita-kurashi"],
            successor={"orgUnitId": "kita-hoken"},
            effectiveDate="2023-04-01",
        )
        third = self.carry_forward(second, orgUnit="kita-hoken", keepTargets=True)
        self.report(third, "330人")
        trend = self.trend(series)
        self.assertEqual(self.lines(trend), ["kita-hoken: 2021=310 2022=NO_NUMBER 2023=330"])
        self.assertEqual(trend["lines"][0]["predecessors"], ["kita-kurashi"])
        self.assertEqual(trend["lines"][0]["points"][1]["value"]["text"], "評価不能")
        self.assertNotIn("rolledUp", trend)
        # About a day before the merger, and asked for by the unit that goes on.
        early = self.trend(series, effectiveDate="2022-12-01")
        self.assertEqual(self.lines(early), ["kita-kurashi: 2021=310 2022=NO_RESULT"])
        self.assertEqual(self.lines(self.trend(series, orgUnit="kita-hoken")), self.lines(trend))

        # The past columns bear what was carried forward: typed-in values that agree with the sheets.
        entries = self.series(series)["entries"]
        typed_in = [(e["fiscalYear"], e["result"]["text"]) for e in entries if e.get("typedIn")]
        self.assertEqual(typed_in, [(2021, "310人"), (2021, "310人"), (2022, "評価不能")])
        self.assertFalse(any(entry.get("differs") for entry in entries))
        self.write(
            "SetPastValues",
            name=f"{third}/indicators/i1",
            past=[{"fiscalYear": 2021, "value": "301人"}],
            reason="手元の記録による",
            effectiveDate="2024-04-20",
        )
        differing = [entry for entry in self.series(series)["entries"] if entry.get("differs")]
        self.assertEqual([(e["fiscalYear"], e["result"]["text"]) for e in differing], [(2021, "301人")])
        # What was taken out of the past columns is still there to be shown, from the sheets of those years.
        answer = self.connection.call("GetSheet", {"name": third, "includePastResults": True})
        self.assertEqual(
            [(past["fiscalYear"], past["value"]["text"], past["source"]) for past in answer["pastResults"]],
            [(2022, "評価不能", f"{second}/indicators/i1")],
        )
        typed = third.removeprefix("cities/").replace("/sheets/", "/")
        self.assertIn("評価不能", client(self.server, "sheet", typed).stdout)
        type(self).third, type(self).persons = third, series

    def test_2_persons_then_sessions(self):
        fourth = self.carry_forward(self.third)
        refused = self.refused("BreakSeries", {"name": f"{fourth}/indicators/i1"})
        self.assertEqual(refused.code, "INVALID_ARGUMENT")
        self.write(
            "BreakSeries",
            name=f"{fourth}/indicators/i1",
            series="soudan-kaisu",
            reason="人数ではなく回数を数えることにした",
            effectiveDate="2024-04-25",
        )
        self.report(fourth, "24回")
        self.assertEqual(self.lines(self.trend("soudan-kaisu")), ["kita-hoken: 2024=24"])
        self.assertTrue(self.lines(self.trend(self.persons))[0].endswith("2023=330"))
        across = self.trend("soudan-kaisu", acrossBreaks=True)
        self.assertEqual(self.lines(across), ["kita-hoken: 2021=310 2022=NO_NUMBER 2023=330 2024=24"])
        (broken,) = across["breaks"]
        self.assertEqual((broken["fiscalYear"], broken["previousSeries"]), (2024, self.persons))
        self.assertEqual(broken["reason"], "人数ではなく回数を数えることにした")
        self.assertEqual(self.series("soudan-kaisu")["previousSeries"], self.persons)
        self.assertEqual(self.series(self.persons)["nextSeries"], ["soudan-kaisu"])

        where = ["--city", "minato", "--series", "soudan-kaisu"]
        table = client(self.server, "--width", "160", "trend", *where, "--across-breaks").stdout
        for part in ("令和3", "|令和6", "330", "24", "—", "数値でない", "「評価不能」", "回数を数えることにした", "前身: kita-kurashi"):
            self.assertIn(part, table)
        in_english = client(self.server, "--lang", "en", "trend", *where, "--across-breaks", "--from", "2023").stdout
        self.assertIn("|FY2024", in_english)
        self.assertNotIn("FY2022", in_english)
        printed = json.loads(client(self.server, "--json", "trend", *where).stdout)
        self.assertEqual(self.lines(printed["trend"]), ["kita-hoken: 2024=24"])
        self.assertIn("ここから新しい系列", client(self.server, "series", *where).stdout)
        unknown = client(self.server, "trend", "--city", "minato", "--series", "nobody", check=False)
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("系列「nobody」", unknown.stderr)

    def test_3_percentages_are_rolled_up_as_sum_over_sum(self):
        shared = {"name": "参加率", "unit": "%", "series": "sankaritsu"}
        large = self.sheet("kita-machizukuri", 2025, shared)
        small = self.sheet("kita-toshokan", 2025, shared)
        self.report(large, "50%", numerator="500", denominator="1000")
        self.report(small, "90%")
        trend = self.trend("sankaritsu")
        self.assertEqual(self.points(trend["rolledUp"]), "2025=NO_RATIO")
        correction = [{"indicator": "i1", "value": "90%", "numerator": "9", "denominator": "10"}]
        self.write("CorrectResults", parent=small, results=correction, reason="内訳を加える", effectiveDate="2026-04-21")
        trend = self.trend("sankaritsu")
        self.assertEqual(self.lines(trend), ["kita-machizukuri: 2025=50", "kita-toshokan: 2025=90"])
        (point,) = trend["rolledUp"]
        self.assertEqual((point["numerator"], point["denominator"], point["number"]), ("509", "1010", "50.4"))
        mean = (50 + 90) / 2
        self.assertNotEqual(float(point["number"]), mean)
        table = client(self.server, "trend", "--city", "minato", "--series", "sankaritsu").stdout
        self.assertIn("50.4%", table)
        self.assertIn("509/1010", table)

    @unittest.skipUnless(documents.have_seeds(), documents.NO_SEEDS)
    def test_4_documents_of_a_real_ward_disagree_once_staff_have_said_what_is_the_same(self):
        client(self.server, "import", documents.SEEDS / documents.ORG_UNITS, *documents.sheets_in(documents.SEEDS))
        where = {"parent": "cities/niigata", "orgUnit": "nishi", "fiscalYear": 2022}
        candidates = self.connection.call("ListSeriesCandidates", where)["candidates"]
        wanted = {"研修科目数": "14科目実施", "ボランティア清掃等の参加団体数": "参加団体数 175団体"}
        for name, target in wanted.items():
            (pair,) = [c for c in candidates if c["first"]["name"] == name and c["second"].get("target") == target]
            self.assertIn("SAME_PAST_VALUE", pair["signs"])
            sheet, indicator = pair["second"]["indicator"].split("/sheets/")[1].split("/indicators/")
            series = f"{sheet}.{indicator}"
            trend = self.connection.call("GetTrend", {"parent": "cities/niigata", "series": series})["trend"]
            self.assertEqual([line["orgUnit"] for line in trend["lines"]], ["nishi"])
            # Staff declare it; then it is one series, and no pair to be offered any more.
            update = {"indicator": {"series": series}, "updateMask": "series", "reason": "同じ指標"}
            self.write("UpdateIndicator", name=pair["first"]["indicator"], **update)
            entries = self.connection.call("GetSeries", {"parent": "cities/niigata", "series": series})["entries"]
            values = {entry["result"]["text"] for entry in entries if entry["fiscalYear"] == 2019}
            self.assertEqual(len(values), 2, values)
        later = self.connection.call("ListSeriesCandidates", where)["candidates"]
        self.assertEqual(len(later), len(candidates) - len(wanted))
        asked = ["--city", "niigata", "--unit", "nishi", "--year", "2022"]
        table = client(self.server, "--width", "120", "series-candidates", *asked).stdout
        self.assertIn("UpdateIndicator", table)
        self.assertIn("派遣時間", table)


if __name__ == "__main__":
    unittest.main()
