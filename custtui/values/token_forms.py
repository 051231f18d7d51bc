"""The forms of tokens: what the index (`values.tokens`) and a question to it (`values.word`) share.

Asking needs neither readings nor the making of tokens, so this stands apart from both.
"""

#: In a spelling: the sign before a word that is not Han.
WORD = "·"
#: In a spelling: the sign between the letters of a word that stands beside Han characters.
LETTER = "'"
#: So many letters of a word's beginning each make a token.
WORD_LENGTHS = (2, 3, 4, 5, 6, 7, 8, 12)
#: The digits of a phone number that one token holds.
DIGITS = 3
#: Of a phone number's last digits, people may ask from any on.
LAST_DIGITS = 8
#: The initials that one token holds.
INITIALS = 3

_FULL_WIDTH = 0xFEE0


def mark(character: str) -> str:
    """The token of a mark. ASCII marks would end a token: their full-width forms stand for them."""
    return "m" + (chr(ord(character) + _FULL_WIDTH) if character.isascii() else character)
