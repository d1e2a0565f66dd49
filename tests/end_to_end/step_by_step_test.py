"""A city whose clients work step by step reaches the same document as one that imports it whole."""

import json
import unittest

import documents
import step_by_step
from programs import ServerTest


class StepByStepTest(ServerTest):
    def build(self, directory, name, city, transcribed=False):
        """Builds a document in a city of its own; checks that its export is the document."""
        document = documents.load(directory / name)
        org_units = documents.load(directory / documents.ORG_UNITS)
        printed_city = document["name"].split("/")[1]
        documents.open_city(self.connection, org_units, printed_city, as_city=city)
        # Links stay within a city, so they move to the new one with the sheet.
        text = json.dumps(document, ensure_ascii=False)
        document = json.loads(text.replace(f"cities/{printed_city}/", f"cities/{city}/"))
        sheet = step_by_step.StepByStep(self.connection, document, city).build(transcribed)
        document["name"] = sheet
        self.assertEqual(json.loads(self.connection.export(sheet)), document)
        # The other way to the same place: nothing is left to change.
        answer = self.connection.call("ImportSheet", {"document": document})
        self.assertEqual(answer["outcome"], "IMPORT_OUTCOME_UNCHANGED")

    def test_sample_section(self):
        self.build(documents.SAMPLE, "2023-kita-kurashi.json", "step-kurashi")

    def test_sample_progress_table(self):
        self.build(documents.SAMPLE, "2023-kita-vision-progress.json", "step-vision")

    def test_sample_policy_results(self):
        self.build(documents.SAMPLE, "2023-kita-policy-results.json", "step-results")

    def test_sample_policy(self):
        self.build(documents.SAMPLE, "2024-kita-policy.json", "step-policy")

    def test_sample_with_what_operation_forbids(self):
        # A goal without rating and declared totals without ratings: a document of the past.
        self.build(documents.SAMPLE, "2023-kita-hoken.json", "step-hoken", transcribed=True)
        self.build(documents.SAMPLE, "2023-kita-ward-goals.json", "step-ward", transcribed=True)

    @unittest.skipUnless(documents.have_seeds(), documents.NO_SEEDS)
    def test_real_section(self):
        self.build(documents.SEEDS, "niigata-2022-nishi-kumin-seikatsu.json", "step-niigata")

    @unittest.skipUnless(documents.have_seeds(), documents.NO_SEEDS)
    def test_real_progress_table(self):
        self.build(documents.SEEDS, "niigata-2020-nishi-vision-progress.json", "step-nishi")


if __name__ == "__main__":
    unittest.main()
