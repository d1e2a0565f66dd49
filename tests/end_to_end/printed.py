"""Reads the documents for people back: pages, workbooks and tables, with nothing but the standard library."""

import csv
import html.parser
import io
import xml.etree.ElementTree
import zipfile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VOID = ("meta", "link", "br", "img", "input", "hr")


class Page(html.parser.HTMLParser):
    """A page: its elements as (tag, attributes, text with that of the elements inside), in order of their begin."""

    def __init__(self, document):
        super().__init__()
        self.elements = []
        self._open = []
        self.feed(document.decode("utf-8"))
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} comes twice"
        element = [tag, dict(attrs), ""]
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open and self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1:]}"
        self._open.pop()

    def handle_data(self, data):
        for element in self._open:
            element[2] += data

    def all(self, tag):
        """The elements of a tag, as (attributes, text)."""
        return [(attributes, text) for name, attributes, text in self.elements if name == tag]

    def texts(self, tag):
        return [text for _, text in self.all(tag)]

    def text(self):
        return self.texts("html")[0]


class Workbook:
    """The one worksheet of a workbook: `rows` of texts; `parts` and `dates` as they are in the archive."""

    def __init__(self, document):
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            assert archive.testzip() is None
            self.dates = {part.date_time for part in archive.infolist()}
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self._strings = ["".join(item.itertext()) for item in self._parse("xl/sharedStrings.xml")]
        self.sheet = self._parse("xl/worksheets/sheet1.xml")
        self.rows = [
            [self._text(cell) for cell in row.iter(_MAIN + "c")] for row in self.sheet.iter(_MAIN + "row")
        ]
        (self.name,) = [sheet.get("name") for sheet in self._parse("xl/workbook.xml").iter(_MAIN + "sheet")]

    def _parse(self, part):
        return xml.etree.ElementTree.fromstring(self.parts[part])

    def _text(self, cell):
        value = cell.find(_MAIN + "v")
        if value is None:
            return ""
        assert cell.get("t") == "s", f"a cell that is no text: {cell.attrib}"
        return self._strings[int(value.text)]

    def tags(self):
        """The kinds of elements that the worksheet has."""
        return {element.tag.removeprefix(_MAIN) for element in self.sheet.iter()}

    def texts(self):
        return [text for row in self.rows for text in row if text]


def read_csv(document):
    """The rows of a table as dictionaries."""
    text = document.decode("utf-8")
    assert text.startswith("\ufeff") and text.endswith("\r\n"), repr(text[:10])
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
