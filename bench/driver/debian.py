"""French text out of Debian's packages of documentation: one list of paragraphs, in a fixed order."""

import gzip
import html
import json
import re
import shutil
from html.parser import HTMLParser

from . import places
from .shell import Failed, output, say

PACKAGES = """
aptitude-doc-fr debian-faq-fr debian-handbook debian-reference-fr developers-reference-fr gimp-help-fr
installation-guide-amd64 libreoffice-help-fr lilypond-doc-html-fr maint-guide-fr manpages-fr manpages-fr-dev
""".split()

# Words that French text cannot do without; English and code have few of them.
COMMON = set("de la le les et des en un une est pour que dans du au par sur qui pas ne se plus avec ce".split())
BLOCKS = set("p li dd dt td th h1 h2 h3 h4 h5 h6 div tr table ul ol dl pre title body br".split())
SILENT = set("script style pre code nav head".split())


class Paragraphs(HTMLParser):
    """The text of the blocks of a page."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.silent = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.end_block()

    def handle_endtag(self, tag):
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in BLOCKS:
            self.end_block()

    def handle_data(self, data):
        if not self.silent:
            self.open.append(data)

    def end_block(self):
        self.found.append(" ".join("".join(self.open).split()))
        self.open = []


def of_page(text):
    parser = Paragraphs()
    parser.feed(text)
    parser.end_block()
    return parser.found


def of_manual(text):
    """A page in roff: requests end a paragraph unless they only change the font of a word."""
    found, open_block = [], []
    for line in text.splitlines():
        if line.startswith(('.\\"', "'")):
            continue
        if line.startswith(".") and not re.match(r"\.(B|I|BR|IR|RB|RI|BI|IB|SM|SB)\b", line):
            found.append(" ".join(open_block))
            open_block = []
        else:
            line = re.sub(r"^\.\w+\s*", "", line)
            line = re.sub(r"\\f.|\\s[-+]?\d|\\\||\\&|\\,|\\/", "", line).replace("\\-", "-").replace("\\ ", "\u00a0")
            open_block.append(re.sub(r"\\\((\w\w)|\\\[\w+\]|\\.", " ", line).strip())
    return [" ".join(block.split()) for block in [*found, " ".join(open_block)]]


def is_french(paragraph):
    """Whether it is running French text, of a length that a press article might have."""
    words = re.findall(r"[^\W\d_]+", paragraph.lower())
    if not 12 <= len(words) <= 250 or not paragraph.rstrip("»\u00a0 )").endswith((".", "!", "?", ":", ";")):
        return False
    return sum(word in COMMON for word in words) >= 0.2 * len(words)


def unpack():
    """Downloads the packages with apt and unpacks them; gives the folder and what could not be had."""
    folder, missing = places.cache("debian", "unpacked"), []
    for package in PACKAGES:
        if (folder / package).exists():
            continue
        work = places.cache("debian", "work", package).parent
        try:
            output(["apt-get", "download", package], cwd=work)
            (deb,) = work.glob("*.deb")
            output(["dpkg-deb", "-x", deb, work / package])
            (work / package / "version").write_text(deb.name)
            folder.mkdir(exist_ok=True)
            (work / package).rename(folder / package)
        except (Failed, ValueError) as failure:
            say(f"no text from {package}: {failure}")
            missing.append(package)
        shutil.rmtree(work)
    return folder, missing


def pages(folder):
    """The French pages of a package, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if "/man/fr/" in name and name.endswith(".gz"):
            yield of_manual(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
        elif name.endswith(".html") and re.search(r"/fr(-FR)?/|-fr/|\.fr\.html$", name):
            yield of_page(path.read_bytes().decode("utf-8", "replace"))


def paragraphs():
    """Every distinct French paragraph as a list of (package, text); read once, then kept."""
    kept = places.cache("debian", "paragraphs.json")
    if not kept.exists():
        folder, missing = unpack()
        seen, found = set(), []
        for package in PACKAGES:
            for page in pages(folder / package):
                new = [text for text in map(html.unescape, page) if text not in seen and is_french(text)]
                seen.update(new)
                found += [(package, text) for text in new]
        if not found:
            raise Failed("there is no French text: `apt-get update` may help")
        kept.write_text(json.dumps({"missing": missing, "paragraphs": found}, ensure_ascii=False))
    return json.loads(kept.read_text())


def versions():
    """Which packages the text is from, with their versions."""
    files = sorted(places.cache("debian", "unpacked").glob("*/version"))
    return [path.read_text() for path in files]
