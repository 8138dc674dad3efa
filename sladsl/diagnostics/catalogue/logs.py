"""Codes of field 04, event logs and bindings."""

from sladsl.diagnostics.code import Code, Severity

# Files
UNREADABLE = Code("SLA0401", "file cannot be read")
NOT_UTF8 = Code("SLA0402", "file is not UTF-8")
LINE_TOO_LONG = Code("SLA0403", "line is too long")
BROKEN_GZIP = Code("SLA0404", "compressed file is damaged")
TOO_LARGE = Code("SLA0405", "file is too large")
UNKNOWN_FORMAT = Code("SLA0406", "format of the file is not known")
NO_FILES = Code("SLA0407", "no file has that name")
EMPTY_LOG = Code("SLA0408", "log has no rows", Severity.WARNING)
BROKEN_DOCUMENT = Code("SLA0460", "document is not what its format says")
NO_RECORDS = Code("SLA0461", "records are not where the binding says")
ONE_PAGE = Code("SLA0462", "file is one page of several", Severity.WARNING)
HEADER_ONLY = Code("SLA0457", "log has a header and no rows", Severity.NOTE)
FILE_SKIPPED = Code("SLA0409", "file of a folder is not read", Severity.NOTE)

# Columns and rows
MISSING_COLUMN = Code("SLA0410", "column is missing")
EXTRA_COLUMN = Code("SLA0411", "column is not used", Severity.NOTE)
DUPLICATE_HEADER = Code("SLA0412", "two columns have one name", Severity.NOTE)
COLUMN_COUNT = Code("SLA0413", "row has too many or too few fields")
BROKEN_CSV = Code("SLA0414", "row is not valid CSV")
BROKEN_JSON = Code("SLA0415", "line is not a JSON object")

# Values
BAD_NUMBER = Code("SLA0420", "value is not a number")
TOO_MANY_PLACES = Code("SLA0421", "number has too many decimal places")
WRONG_CURRENCY = Code("SLA0422", "amount is in another currency")
BAD_DURATION = Code("SLA0423", "value is not a duration")
UNKNOWN_CHOICE = Code("SLA0424", "value is not one of the declared ones")
BAD_FLAG = Code("SLA0425", "value is neither yes nor no")
MISSING_VALUE = Code("SLA0426", "required value is missing")
MISSING_KEY = Code("SLA0427", "row does not say which case it belongs to")
NOT_ONE_VALUE = Code("SLA0428", "several values where one is expected")
BAD_COUNT = Code("SLA0429", "value is not a count")

# Times
BAD_TIME = Code("SLA0430", "value is not a time")
NAIVE_TIME = Code("SLA0431", "time has no offset and no zone")
TIME_TOO_FINE = Code("SLA0432", "time is finer than a microsecond")
END_BEFORE_START = Code("SLA0433", "end is before start")
CLOCK_SKEW = Code("SLA0434", "times are in an impossible order", Severity.WARNING)
OUTSIDE_COVERAGE = Code("SLA0435", "record lies outside the coverage", Severity.WARNING)

# Records
DUPLICATE_CASE = Code("SLA0440", "case appears twice")
DUPLICATE_RECORD = Code("SLA0441", "record appears twice", Severity.WARNING)
UNMATCHED_RESUME = Code("SLA0442", "state ends that had not begun")
STATE_OVERLAP = Code("SLA0443", "state begins twice", Severity.WARNING)
OFF_GRID = Code("SLA0444", "sample is off the declared grid", Severity.WARNING)
SAME_SLOT = Code("SLA0445", "two samples in one slot", Severity.WARNING)
NEVER_SEEN = Code("SLA0446", "what is waited for never occurs", Severity.WARNING)
NO_MOMENT = Code("SLA0447", "case has no moment")
MISSING_SAMPLES = Code("SLA0448", "samples are missing", Severity.WARNING)

# Bindings
BAD_TOML = Code("SLA0450", "configuration is not valid TOML")
UNKNOWN_KEY = Code("SLA0451", "binding has an unknown key")
BAD_SETTING = Code("SLA0452", "binding has a setting that cannot be used")
UNKNOWN_NAME = Code("SLA0453", "binding names what the stream does not have")
INCOMPLETE_BINDING = Code("SLA0454", "binding does not say enough, or too much")
UNKNOWN_STREAM = Code("SLA0455", "log is given for an unknown stream")
STREAM_ABSENT = Code("SLA0456", "stream has no log", Severity.NOTE)

# Proposed bindings
DOUBTFUL_GUESS = Code("SLA0463", "guess deserves a look", Severity.NOTE)
ZONE_NOT_SAID = Code("SLA0464", "zone of the times is not known", Severity.NOTE)
NOT_BOUND = Code("SLA0465", "nothing in the file is like a name of the stream", Severity.WARNING)
NOTHING_TO_BIND = Code("SLA0466", "file gives nothing to bind")
