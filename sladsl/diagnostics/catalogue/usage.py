"""Codes of field 08, how the tool was called."""

from sladsl.diagnostics.code import Code

NOTHING_TO_DO = Code("SLA0801", "nothing found to do")
UNREADABLE_CONTRACT = Code("SLA0802", "contract cannot be read")
BAD_CONFIGURATION = Code("SLA0803", "configuration cannot be used")
BAD_OPTION = Code("SLA0804", "option cannot be used")
UNKNOWN_CODE = Code("SLA0805", "no such diagnostic code")
UNKNOWN_NUMBER = Code("SLA0806", "no such number in the result")
CANNOT_WRITE = Code("SLA0807", "output cannot be written")
NOT_REWRITTEN = Code("SLA0809", "file cannot be rewritten")
MISSING_LIBRARY = Code("SLA0810", "a library is not installed")
BAD_CALENDAR_FILE = Code("SLA0811", "calendar file cannot be used")
NOT_ANSWERED = Code("SLA0812", "a question is not answered")
NO_GIT = Code("SLA0813", "git cannot be set up")
ENGINE_GONE = Code("SLA0814", "engine does not run")
NO_ROOM = Code("SLA0815", "no room for a large log")
