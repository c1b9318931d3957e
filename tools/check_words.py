"""Check the English messages: `python tools/check_words.py`. Prints each problem and exits 1 if there is one.

- No message uses a word of the old dialect, which readers had to decode ("hand in", "settled", "whoever").
- Messages for students, families and guests read at grade 5 or below, those for staff at grade 8 (Flesch-Kincaid,
  over all messages of an audience); no single message for a student, family or guest is over grade 9.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from trellis.design.blueprint.package.load import available_packages, read_package
from trellis.web.shell.words.source_sentences import SourceSentence, package_sentences, trellis_sentences

DIALECT = re.compile(
    r"\b(somebody|anybody|everybody|hand(ed|s|ing)? in|tak(e|es|en|ing) back|put aside|let stand|settle[ds]?"
    r"|sealed|destroy(ed|s)?|whoever|meanwhile|mend(ed|s)?|once more|anew|begun|if you like"
    r"|tak(e|en) away|could use a hand|noted|wish(es|ed)?|lay out|as far as)\b",
    re.IGNORECASE,
)
# Files whose messages students, families and guests (mentors, panelists, partners) read. Everything else is for staff.
OTHERS = re.compile(
    r"families/templates/families/(family|at_home|unreadable|.*link)|families/(family|answers)"
    r"|internships/templates/internships/(agree|asked|confirm|day|mine|phone|thanks|own_notes|terms)"
    r"|internships/(phone|entry|underway|corrections)|shell/templates/(shell/days/student|shell/join|account/)"
    r"|exhibitions/templates/exhibitions/panel|portfolios/templates/portfolios/(task|turn_in|portfolio|scoring_link)"
    r"|supports/templates/supports/(referral|consents)|plans/templates/plans/plan|projects/templates/projects/step"
)
MAX_GRADE = {"students, families and guests": 5.0, "staff": 8.0}
MAX_SINGLE = 9.0
MIN_WORDS = 6


class Length(NamedTuple):
    """What Flesch and Kincaid count."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def length_of(text: str) -> Length | None:
    """Counts of a message, each placeholder read as a name; None for one without words."""
    text = re.sub(r"<[^>]+>", "", re.sub(r"%\(\w+\)[a-z]|%%", "Sam", text))
    sentences = [part for part in re.split(r"[.!?:;]+(?:\s|$)|\n+", text) if re.search(r"[a-z]", part, re.I)]
    words = re.findall(r"[A-Za-z’']+", text)
    return Length(len(words), len(sentences), sum(map(syllables, words))) if words and sentences else None


def syllables(word: str) -> int:
    """How many vowel groups a word has, without a silent ending."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return 1
    letters = re.sub(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$", "", letters)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", letters)))


def audience_of(sentence: SourceSentence) -> str:
    return "students, families and guests" if OTHERS.search(sentence.place) else "staff"


def sentences() -> Iterator[SourceSentence]:
    yield from trellis_sentences()
    for home in available_packages().values():
        yield from package_sentences(read_package(home))


def problems() -> Iterator[str]:
    """What is wrong, as lines `place: what to do`."""
    lengths: dict[str, list[Length]] = defaultdict(list)
    for sentence in sentences():
        for text in filter(None, (sentence.text, sentence.plural)):
            if match := DIALECT.search(text):
                yield f"{sentence.place}: {match[0]!r} in {text[:70]!r}: write a plain word"
            audience, length = audience_of(sentence), length_of(text)
            if length is None or length.words < MIN_WORDS:
                continue
            lengths[audience].append(length)
            if audience != "staff" and length.grade > MAX_SINGLE:
                yield f"{sentence.place}: grade {length.grade:.1f}: {text[:70]!r}: use shorter words and sentences"
    for audience, counts in lengths.items():
        grade = Length(*map(sum, zip(*counts, strict=True))).grade
        if grade > MAX_GRADE[audience]:
            yield f"messages for {audience} read at grade {grade:.1f} ({MAX_GRADE[audience]} at most)"


def main() -> int:
    lines = list(problems())
    sys.stdout.writelines(f"{problem}\n" for problem in lines)
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
