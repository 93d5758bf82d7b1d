"""Lucene: its jars from Maven's registry, our two small programs compiled against them."""

from . import places
from .shell import output

SOURCES = places.BENCH / "peers" / "lucene"


def build():
    """Fetches the jars that pom.xml names, compiles, and gives the class path."""
    lib, classes = places.cache("lucene", "lib"), places.cache("lucene", "classes")
    # Other versions of a jar may be there from before.
    stamp, pom = lib / "pom.xml", (SOURCES / "pom.xml").read_text()
    if not stamp.exists() or stamp.read_text() != pom:
        for jar in lib.glob("*.jar"):
            jar.unlink()
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={lib}"]
        output(["mvn", "-q", "-B", "-f", SOURCES / "pom.xml", *copy])
        stamp.write_text(pom)
    output(["javac", "-cp", f"{lib}/*", "-d", classes, *sorted((SOURCES / "src").glob("*.java"))])
    return f"{lib}/*:{classes}"


def command(class_path, program, *args):
    """The command line of one of our programs."""
    return ["java", "-Xmx2g", "-cp", class_path, program, *map(str, args)]
