#!/usr/bin/env python3
"""Makes lemmas.txt, known.txt and ordinary.txt in src/analysis/data from the French dictionary of Hunspell.

    apt-get install hunspell-fr-classical
    tools/lemmas.py [--hunspell /usr/share/hunspell/fr] [--gold fr_lemma_lookup.json.gz]

The dictionary (Dicollecte 7.0, MPL-2.0) says which forms a word has and what kind of word it is. From that each
form gets a class; only forms whose class is not the stem that Snowball gives them are written. The classes by hand
(data/stems.txt, data/verbs.txt) come first: whoever changes these runs this again.

    verb            the stem of its infinitive, or a class of its own where only accents part it from another verb
                    (« tâcher », « tacher »)
    noun, adjective the class of a verb where it names the act (« exportation », « exportateur ») or is spelt as a
                    common form of the verb (« offre »); that of the noun that an adjective is made from (« économique »);
                    the stem where no verb and no shorter noun has it; else a class of its own
    both            the noun, where the verb only happens to have such a form (« bois », « sens », « lit »); the verb,
                    where they share a root (« marche », « combat »)

Spellings of one word have one class: those that differ by é and è (« événement »), those of data/variants.txt.

`--gold` measures the classes on pairs of forms of one lemma, from a list that is not used otherwise.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re
import subprocess
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "analysis" / "data"

# Endings that make a noun or adjective of the act from the root of a verb.
OF_THE_ACT = frozenset(
    [""]
    + "ation ition ement issement age ance ence ion tion sion ure oir"
    " eur euse ateur atrice iteur itrice able ible atif itif if".split()
)
# What a noun loses and an adjective of the same meaning adds.
RELATIONAL = [
    ("ie", "ique"), ("e", "ique"), ("", "ique"), ("", "aire"), ("e", "aire"),
    ("", "al"), ("e", "al"), ("", "el"), ("tion", "tionnel"),
]  # fmt: skip
# Tags of the forms of a verb that a text has often.
COMMON = {"infi", "ppas", "1sg", "3sg", "3pl"}

HEADER = """\
# {title}
# Made by tools/lemmas.py from the French dictionary of Hunspell (fr.dic, fr.aff, « classique » 7.0).
# Copyright 2007-2018 the contributors of Dicollecte, https://grammalecte.net. Licence: MPL-2.0, which holds for this
# file: https://mozilla.org/MPL/2.0/. Digest of what follows: {digest}
"""


# Of lemmas that differ only by e, é and è before the last syllable, those that are two words.
TWO_WORDS = {"recreation", "recreer", "reformation", "reformer", "recognition", "repartir", "reprouver", "tenu", "grever"}
# Forms that are sooner the verb, though a rare noun is spelt so too.
SOONER_VERBS = {"aura", "étais", "est", "revient", "tiens", "vit"}


def fold(text):
    """Small letters without accents, as src/analysis/words/fold.rs has them."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def entries(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


class Snowball:
    """Folded stems of words."""

    def __init__(self, words):
        run = ["cargo", "run", "--quiet", "--example", "snowball"]
        text = "\n".join(sorted(words)) + "\n"
        out = subprocess.run(run, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        pairs = (line.partition("\t") for line in out.splitlines())
        self.stems = {word: fold(stem) or fold(word) for word, _, stem in pairs}

    def __getitem__(self, word):
        return self.stems[word]


class Dictionary:
    """Hunspell's dictionary: words with their flags and tags, and the forms that the flags stand for."""

    def __init__(self, path):
        self.path = path
        self.suffixes = collections.defaultdict(list)
        for line in open(f"{path}.aff", encoding="utf-8"):
            part = line.split()
            if len(part) >= 5 and part[0] == "SFX" and not (part[2] in "YN" and part[3].isdigit()):
                added, _, more = part[3].partition("/")
                ends = re.compile(f"(?:{part[4]})$") if part[4] != "." else None
                strip, added = (("" if text == "0" else text) for text in (part[2], added))
                self.suffixes[part[1]].append((strip, added, self.flags(more), ends, part[5:]))

    @staticmethod
    def flags(text):
        return [text[i : i + 2] for i in range(0, len(text), 2)]

    def words(self):
        """(word, kind, [(form, tags)]) of each entry in small letters; a kind is v, n, a or o."""
        with open(f"{self.path}.dic", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                head, *tags = line.split()
                word, _, flags = head.partition("/")
                flags = self.flags(flags)
                if word != word.lower():
                    continue
                kinds = {tag[3:] for tag in tags if tag.startswith("po:")}
                is_verb = any(re.match(r"v\d", kind) for kind in kinds)
                kind = "v" if is_verb else "a" if "adj" in kinds else "n" if "nom" in kinds else "o"
                own = [] if "()" in flags else [(word, tags)]
                yield word, kind, own + self.forms(word, flags)

    def ordinary(self):
        """Folded words that are not only finite forms of verbs, without plurals in -s of others among them."""
        found = set()
        for word, kind, forms in self.words():
            found.update(fold(form) for form, tags in forms if kind != "v" or form == word or not is_finite(tags))
        is_plural = lambda word: word.endswith("s") and word[:-1] in found
        return sorted(word for word in found if word.isascii() and word.isalpha() and not is_plural(word))

    def forms(self, word, flags, depth=0):
        found = []
        for strip, added, more, ends, tags in (rule for flag in flags for rule in self.suffixes.get(flag, ())):
            if word.endswith(strip) and (ends is None or ends.search(word)):
                form = word[: len(word) - len(strip)] + added
                if "()" not in more:
                    found.append((form, tags))
                if depth < 2:
                    found += self.forms(form, more, depth + 1)
        return found


def noun_of(nouns, form):
    return form if form in nouns else nouns[0]


def is_spelling_of(word, other):
    """Whether two lemmas with the same letters differ only by e, é and è, and not in the last syllable."""
    if fold(word) in TWO_WORDS or len(word) != len(other):
        return False
    last = max((at for at, c in enumerate(fold(word).removesuffix("e")) if c in "aeiouy"), default=0)
    return all(a == b or (at < last and {a, b} <= set("eéè")) for at, (a, b) in enumerate(zip(word, other)))


def is_finite(tags):
    """Whether a verb's form with these tags has a person: no infinitive, no participle."""
    tags = {tag[3:] for tag in tags if tag.startswith("po:")}
    return not tags & {"infi", "ppas", "ppre", "adj", "nom"}


def is_common(tags):
    """Whether a verb's form with these tags is met often: no past historic, no subjunctive alone, no « tu »."""
    tags = {tag[3:] for tag in tags if tag.startswith("po:")}
    subjunctive = ("spre" in tags or "simp" in tags) and "ipre" not in tags
    return bool(tags & COMMON or "adj" in tags or not tags - {"v"}) and "ipsi" not in tags and not subjunctive


class Classes:
    """The class of every form."""

    def __init__(self, dictionary):
        self.dictionary = dictionary
        self.readings = collections.defaultdict(list)
        # Form to the verbs of which it is the infinitive or a participle.
        self.nominal = collections.defaultdict(set)
        for word, kind, forms in dictionary.words():
            for form, tags in forms:
                common = kind != "v" or form == word or is_common(tags)
                self.readings[form].append((word, kind, common))
                if kind == "v" and (form == word or not is_finite(tags)):
                    self.nominal[form].add(word)
        self.same = self.spellings()
        verbs = entries("verbs.txt")
        self.snow = Snowball(set(self.readings) | {fold(form) for form in self.readings} | set(verbs))
        self.hand = self.by_hand(verbs)
        self.families = self.families_by_stem()
        self.named = {}
        self.taken = set(self.hand.values())
        nouns = self.words_of("na")
        self.twins = self.verbs_parted_by_accents()
        self.lemmas = {noun: self.of_noun(noun) for noun in sorted(nouns)}

    def words_of(self, kinds):
        return {word for readings in self.readings.values() for word, kind, _ in readings if kind in kinds}

    def spellings(self):
        """Lemma to the usual spelling of the same word. Spellings that the dictionary lacks become readings."""
        same = {}
        for kinds in ("v", "na"):
            by_fold = collections.defaultdict(list)
            for word in sorted(self.words_of(kinds)):
                by_fold[fold(word)].append(word)
            for words in by_fold.values():
                same.update((word, words[0]) for word in words[1:] if is_spelling_of(word, words[0]))
        lines = [line.split() for line in entries("variants.txt")]
        lines += [[noun, noun.replace("ellement", "èlement")] for noun in self.words_of("n") if noun.endswith("ellement")]
        for usual, *others in lines:
            kinds = {kind for word, kind, _ in self.readings[usual] if word == usual} or {"n"}
            self.readings[usual] = self.readings[usual] or [(usual, "n", True)]
            for other in others:
                same[other] = same.get(usual, usual)
                assert same[other] != other, f"data/variants.txt: `{other}` needs no line"
                for end in ("",) if kinds == {"v"} else ("", "s"):
                    if other + end not in self.readings:
                        self.readings[other + end] = [(usual, min(kinds), True)]
        return same

    def verbs_parted_by_accents(self):
        """Verb to the class of its own that it needs, since another verb has the same letters without accents."""
        by_fold = collections.defaultdict(list)
        for verb in sorted(self.words_of("v") - set(self.same)):
            by_fold[fold(verb)].append(verb)
        # The first keeps the stem: « tacher » before « tâcher »; « pêcher » before « pécher », which is rarer.
        groups = [sorted(verbs, key=lambda verb: ("é" in verb, verb)) for verbs in by_fold.values() if len(verbs) > 1]
        return {verb: fold(verb) + "_" for _, *verbs in groups for verb in verbs}

    def by_hand(self, verbs):
        classes = {}
        for verb in verbs:
            root = verb.removesuffix("er")
            for form in (root + "ent", root + "ons"):
                classes[form] = classes[fold(form)] = self.snow[verb]
        lines = [line.split("=") for line in entries("stems.txt")]
        for change in (fold, str):
            for name, forms in lines:
                classes.update((change(form), name.strip()) for form in forms.split())
        return classes

    def families_by_stem(self):
        """Stem to the verbs and the nouns and adjectives that have a form with that stem."""
        families = collections.defaultdict(lambda: (set(), set()))
        for form, readings in self.readings.items():
            for word, kind, common in readings:
                if kind == "v" and common:
                    families[self.snow[form]][0].add(word)
                elif kind in "na":
                    families[self.snow[form]][1].add(word)
        return families

    def of_verb(self, verb):
        verb = self.same.get(verb, verb)
        return self.hand.get(verb) or self.twins.get(verb) or self.snow[verb]

    def is_stranger(self, noun, verb, form):
        """Whether a verb only happens to have a form that is spelt as a noun: « bois » is no form of the act of *boire*."""
        root = fold(noun).removesuffix("s") if len(noun) > 5 else fold(noun)
        shares = fold(verb).startswith(root) or self.snow[noun] == self.snow[verb]
        return not shares and verb not in self.nominal[form] and form not in SOONER_VERBS

    def of_noun(self, noun):
        if noun in self.hand:
            return self.hand[noun]
        if noun in self.same:
            return self.of_noun(self.same[noun])
        stem = self.snow[noun]
        verbs_so = [word for word, kind, common in self.readings[noun] if kind == "v" and common]
        spelt_so = [verb for verb in verbs_so if not self.is_stranger(noun, verb, noun)]
        if spelt_so:
            verb = min(spelt_so, key=lambda verb: (self.snow[verb] != stem, verb))
            return self.own(noun) if verb in self.hand else self.of_verb(verb)
        verbs, nouns = self.families[stem]
        made_from = (noun.removesuffix(added) + lost for lost, added in RELATIONAL if noun.endswith(added))
        base = next((word for word in made_from if word in nouns and self.snow[word] == stem), None)
        if base:
            return self.of_noun(base)
        # « pêcheur » is sooner of « pêcher » than of « pécher ».
        by_letters = sorted(verbs, key=lambda verb: (not noun.startswith(verb[:-3]), verb))
        acts = [verb for verb in by_letters if self.snow[verb] == stem and self.is_of_the_act(noun, verb)]
        if acts:
            return self.of_verb(acts[0])
        if not verbs:
            owner = min((word for word in nouns if self.snow[word] == stem), key=lambda word: (len(word), word))
            if noun == owner:
                return stem
        return self.own(noun)

    @staticmethod
    def is_of_the_act(noun, verb):
        cuts = {"er": (2,), "ir": (2, 1), "re": (2,), "oir": (3,)}
        lengths = [n for ending, sizes in cuts.items() if verb.endswith(ending) for n in sizes]
        noun = fold(noun)
        roots = [fold(verb[:-length]) for length in lengths]
        return any(noun.startswith(root) and noun[len(root) :] in OF_THE_ACT for root in roots)

    def own(self, noun):
        """A name that no other class has."""
        if noun not in self.named:
            base = fold(noun) + "_"
            name, number = base, 2
            while name in self.taken:
                name, number = f"{base}{number}", number + 1
            self.taken.add(name)
            self.named[noun] = name
        return self.named[noun]

    def of_form(self, form):
        if form in self.hand:
            return self.hand[form]
        readings = self.readings.get(form)
        if not readings:
            return self.snow[form]
        nouns = [word for word, kind, _ in readings if kind in "na"]
        verbs = [word for word, kind, common in readings if kind == "v" and common]
        # « louve » is sooner the listed word than a form of « louver ».
        listed = [word for word in nouns if word in self.same]
        if listed:
            return self.lemmas[listed[0]]
        # « active », « complète »: sooner the adjective than the verb, unless that is how the verb is spelt too.
        adjectives = [word for word, kind, _ in readings if kind == "a" and not self.is_verbal(word)]
        if adjectives and adjectives[0] != form:
            return self.lemmas[adjectives[0]]
        # « bois », « sens »: sooner the noun that is spelt so, or else one that has such a plural.
        if nouns and verbs and all(self.is_stranger(noun_of(nouns, form), verb, form) for verb in verbs):
            return self.lemmas[noun_of(nouns, form)]
        # Whoever listed a verb by hand left this form out: « produit » is not « produire ».
        is_left_out = bool(verbs and nouns and verbs[0] in self.hand)
        if verbs and not is_left_out:
            return self.of_verb(verbs[0])
        if nouns:
            return self.lemmas[nouns[0]]
        verbs = [word for word, kind, _ in readings if kind == "v"]
        return self.of_verb(verbs[0]) if verbs else self.snow[form]

    def is_verbal(self, word):
        return any(kind == "v" and common for _, kind, common in self.readings[word])

    def lines(self):
        """`key class` and the accented spellings of the same letters that are other words, `form=class`."""
        spellings = collections.defaultdict(list)
        for form in self.readings:
            if fold(form).isascii() and fold(form).isalpha():
                spellings[fold(form)].append(form)
        stop_words = {fold(word) for word in entries("stop.txt")}
        for key in sorted(spellings):
            classes = {form: self.of_form(form) for form in sorted(spellings[key])}
            # A stop word has a class only where it is an acronym (`AI`), and then not that of its verb.
            default = key if key in stop_words else classes.get(key) or next(iter(classes.values()))
            classes = {form: name for form, name in classes.items() if form != key or key not in stop_words}
            others = {form: name for form, name in classes.items() if name != default}
            if key in self.hand and any(form in self.hand for form in classes):
                # Whoever listed « vente » did not think of « venté ».
                others = {form: name for form, name in others.items() if form in self.hand}
            is_mended = any(form not in self.hand and name != self.snow[form] for form, name in classes.items())
            if is_mended or others:
                yield " ".join([key, default, *(f"{form}={name}" for form, name in others.items())])

    def known(self):
        """Every class that a word of the dictionary has: what is not among them is no French word."""
        names = {self.of_form(form) for form in self.readings} | set(self.hand.values())
        return sorted(name for name in names if name.isascii() and name.isalpha() and len(name) > 2)


def fnv1a(data):
    """64 bits: the program reads the digest instead of the file when it starts."""
    digest = 0xCBF29CE484222325
    for byte in data:
        digest = (digest ^ byte) * 0x100000001B3 % 2**64
    return digest


def write(name, title, lines):
    body = "\n".join(lines) + "\n"
    digest = f"{fnv1a(body.encode()):016x}"
    (DATA / name).write_text(HEADER.format(title=title, digest=digest) + body, encoding="utf-8")
    print(f"{name}: {len(lines)} lines, {len(body.encode())} bytes")


def score(gold, class_of):
    """Precision, recall and F1 over pairs of forms."""
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts.values())
    both = pairs(collections.Counter((lemma, class_of(form)) for form, lemma in gold.items()))
    precision = both / pairs(collections.Counter(class_of(form) for form in gold))
    recall = both / pairs(collections.Counter(gold.values()))
    return f"precision {precision:.4f}, recall {recall:.4f}, F1 {2 * precision * recall / (precision + recall):.4f}"


def measure(classes, path):
    raw = json.load(gzip.open(path))
    gold = {form.lower(): (l[0] if isinstance(l, list) else l).lower() for form, l in raw.items()}
    kinds = collections.defaultdict(set)
    for readings in classes.readings.values():
        for word, kind, _ in readings:
            kinds[word].add(kind)
    names = {form: lemma for form, lemma in gold.items() if kinds[lemma] & set("na") and "v" not in kinds[lemma]}
    unknown = Snowball(gold)
    ours = lambda form: classes.of_form(form) if form in classes.readings or form in classes.hand else unknown[form]
    by_hand = lambda form: classes.hand.get(form) or unknown[form]
    for what, part in (("all forms", gold), ("nouns and adjectives", names)):
        for name, class_of in (("Snowball", unknown.__getitem__), ("and by hand", by_hand), ("ours", ours)):
            print(f"{what} ({len(part)}), {name}: {score(part, class_of)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hunspell", default="/usr/share/hunspell/fr", help="fr.dic and fr.aff without their endings")
    parser.add_argument("--gold", help="a JSON object from forms to lemmas, gzipped")
    args = parser.parse_args()
    classes = Classes(Dictionary(args.hunspell))
    write("lemmas.txt", "Forms whose class is not the stem that Snowball gives them (see lemmas.rs).", list(classes.lines()))
    write("known.txt", "Stems of French words: a word with another stem may be misspelt.", classes.known())
    title = "Words of the dictionary that are not only finite forms of verbs, folded; plurals in -s are left out."
    write("ordinary.txt", title, classes.dictionary.ordinary())
    if args.gold:
        measure(classes, args.gold)


if __name__ == "__main__":
    main()
