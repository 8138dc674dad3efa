"""Codes of field 00, the text of a contract."""

from sladsl.diagnostics.code import Code

# Words and blocks
UNEXPECTED = Code("SLA0001", "something else is expected here")
UNKNOWN_WORD = Code("SLA0002", "word is not known here")
UNFINISHED = Code("SLA0003", "clause is not finished")
UNCLOSED_BLOCK = Code("SLA0004", "bracket is not closed")
EXTRA_BRACKET = Code("SLA0005", "closing bracket without an opening one")
UNCLOSED_TEXT = Code("SLA0006", "quoted text is not closed")
BAD_ESCAPE = Code("SLA0007", "backslash before a character that needs none")
EMPTY_FILE = Code("SLA0008", "file holds no agreement")
OUTSIDE = Code("SLA0009", "text outside an agreement")
RESERVED_WORD = Code("SLA0010", "word of the language used as a name")
SAID_TWICE = Code("SLA0011", "said twice")
UNKNOWN_EDITION = Code("SLA0012", "edition of the language is not known")

# Characters and files
WRONG_CHARACTER = Code("SLA0020", "character has no meaning here")
DIRECTION_CONTROL = Code("SLA0021", "invisible character changes the order of text")
CONTROL_CHARACTER = Code("SLA0022", "invisible control character")
BAD_NAME = Code("SLA0023", "character cannot stand in a name")
NOT_UTF8 = Code("SLA0024", "contract is not UTF-8")
TOO_LARGE = Code("SLA0025", "contract is too large")
TOO_DEEP = Code("SLA0026", "contract is nested too deeply")

# Habits from elsewhere
NUMBER_COMMA = Code("SLA0030", "comma inside a number")
PERCENT_APART = Code("SLA0031", "percent sign stands apart from its number")
UNKNOWN_UNIT = Code("SLA0032", "unit of time is not known")
CURRENCY_SIGN = Code("SLA0033", "currency sign instead of a code")
FOREIGN_OPERATOR = Code("SLA0034", "operator of another language")
WRONG_QUOTES = Code("SLA0035", "quotation marks of another kind, or none")
FOREIGN_COMMENT = Code("SLA0036", "comment of another language")
LINE_END = Code("SLA0037", "mark at the end of a line")

# Values
BAD_DATE = Code("SLA0040", "date does not exist")
BAD_TIME_OF_DAY = Code("SLA0041", "time of day does not exist")
BAD_DURATION = Code("SLA0042", "length of time is out of order")
BAD_NUMBER = Code("SLA0043", "number cannot be used here")
BAD_WINDOW = Code("SLA0044", "window is not one that can be measured")
FAR_DATE = Code("SLA0045", "date is too far away")
