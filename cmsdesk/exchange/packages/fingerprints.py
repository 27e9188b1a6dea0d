"""The id of a key as words that are read aloud over the telephone, so that nobody enrols a key put in the way.

Ten words of eight bits each: whoever wants another key with the same words must try 2^80 keys.
The two languages are translations of each other, so an English reader and a Dutch listener can compare as well.
"""

from functools import cache
from importlib.resources import files

from cmsdesk.domain.words import language
from cmsdesk.exchange.packages.keys import PublicKey

WORDS = 10


def spoken(key: PublicKey, code: str | None = None) -> tuple[str, ...]:
    """The words of a key, in Dutch (`nl`), in English (`en`), or in the language spoken here."""
    words = key_words()[code or language()]
    return tuple(words[byte] for byte in bytes.fromhex(key.id)[:WORDS])


@cache
def key_words() -> dict[str, tuple[str, ...]]:
    """For each language 256 words, one for each byte."""
    text = (files("cmsdesk.resources") / "words" / "key-words.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    dutch, english = zip(*lines, strict=True)
    return {"nl": dutch, "en": english}
