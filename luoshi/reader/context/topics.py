"""What a paragraph is about, for sentences that name only a head: …石化产业…。产值突破1300亿元。"""

from __future__ import annotations

import re
from bisect import bisect_left

from luoshi.reader.context.patterns import TOPIC_VERB
from luoshi.reader.document import Document
from luoshi.reader.model import Sentence

FARTHEST = 8  # sentences back

_SUBJECT = re.compile(  # a sentence that says of its subject how it went: 经营主体持续壮大。
    r"(?P<topic>[一-龥“”]{2,10}?)(?:持续|不断|稳步|稳定|进一步|明显|显著)[一-龥]{2,6}。"
)
_TOPIC = re.compile(r"(?P<topic>[一-龥“”]{1,12}?(?:产业(?!化)|行业|集群|园区|经济))")


def topic_of(document: Document, sentence: Sentence) -> str:
    """Return the thing that the paragraph's sentences up to this one start with, "" if none does."""
    index = bisect_left(document.sentences, sentence.start, key=lambda other: other.start)
    for other in reversed(document.sentences[max(0, index - FARTHEST) : index + 1]):
        if "\n" in document.text[other.end : sentence.start]:
            break
        topic = _TOPIC.match(document.text, other.start, other.end)
        topic = topic or _SUBJECT.fullmatch(document.text, other.start, other.end)
        if topic and not TOPIC_VERB.match(topic["topic"]):
            return topic["topic"]
    return ""
