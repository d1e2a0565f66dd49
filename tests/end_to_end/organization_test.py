"""Org units and forms as readers see them: dated names, versions, pages that belong together."""

import unittest

import documents
from programs import ServerTest

CITY = "cities/minato"
FORMS = [
    "niigata-section-goals",
    "niigata-vision-progress",
    "niigata-ward-goals",
    "osaka-policy-results",
    "yokohama-policy",
]


class OrganizationTest(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents.open_city(cls.connection, documents.load(documents.SAMPLE / documents.ORG_UNITS), "minato")

    def pages(self, method, field, **request):
        """All elements of a list, two a page."""
        found, token = [], ""
        while True:
            answer = self.connection.call(method, {"parent": CITY, "pageSize": 2, "pageToken": token, **request})
            self.assertLessEqual(len(answer.get(field, [])), 2)
            found += answer.get(field, [])
            token = answer.get("nextPageToken", "")
            if not token:
                return found

    def test_the_shipped_forms_are_there_in_version_one(self):
        forms = self.pages("ListForms", "forms")
        self.assertEqual([form["name"] for form in forms], [f"{CITY}/forms/{form}" for form in FORMS])
        for form in forms:
            self.assertEqual(form["version"], 1)
            self.assertEqual(self.connection.call("GetForm", {"name": form["name"]})["form"], form)

    def test_a_new_version_leaves_the_old_one_as_it_was(self):
        # In a city of its own: the forms of the other tests stay as shipped.
        self.connection.write("CreateCity", {"cityId": "versions", "displayName": "版の市"})
        name = "cities/versions/forms/osaka-policy-results"
        first = self.connection.call("GetForm", {"name": name})["form"]
        changed = {**first, "title": {"ja": "取組実績の新しい様式"}}
        for _ in range(2):  # The second time nothing is new.
            answer = self.connection.call("RegisterForm", {"parent": "cities/versions", "form": changed})
            self.assertEqual(answer["version"], 2)
        self.assertEqual(self.connection.call("GetForm", {"name": name})["form"]["title"], changed["title"])
        self.assertEqual(self.connection.call("GetForm", {"name": name, "version": 1})["form"], first)

    def test_units_are_listed_under_their_ward(self):
        units = self.pages("ListOrgUnits", "orgUnits", underUnit="kita")
        names = [unit["name"] for unit in units]
        self.assertEqual(names, sorted(names))
        self.assertIn(f"{CITY}/orgUnits/kita-kurashi", names)
        self.assertEqual({unit.get("parentUnit", "") for unit in units if not unit["name"].endswith("/kita")}, {"kita"})

    def test_a_unit_keeps_its_old_name_for_earlier_days(self):
        name = f"{CITY}/orgUnits/kita-toshokan"
        before = self.connection.call("GetOrgUnit", {"name": name, "effectiveDate": "2024-03-31"})["orgUnit"]
        self.connection.write("RenameOrgUnit", {"name": name, "displayName": "北の図書館", "effectiveDate": "2024-04-01"})
        for day, shown in (("2024-03-31", before["displayName"]), ("2024-04-01", "北の図書館")):
            unit = self.connection.call("GetOrgUnit", {"name": name, "effectiveDate": day})["orgUnit"]
            self.assertEqual(unit["displayName"], shown, day)


if __name__ == "__main__":
    unittest.main()
