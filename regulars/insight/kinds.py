"""The names that insight gives to people, results and reasons; words for them are in `sentences`."""

from enum import StrEnum

MOVED_WITHIN = 30  # days over which moves between stages are told


class Stage(StrEnum):
    """Where a person stands in the life of a customer."""

    VISITOR = "visitor"
    PROSPECT = "prospect"
    TARGET = "target"
    FIRST_TIME = "first_time"
    REPEAT = "repeat"
    LOYAL = "loyal"
    AT_RISK = "at_risk"
    LOST = "lost"
    NOT_A_CUSTOMER = "not_a_customer"


class StageReason(StrEnum):
    """The clause that decided the stage."""

    MARKED = "marked"
    ANONYMOUS = "anonymous"
    NEVER_BOUGHT = "never_bought"
    SEEN_LATELY = "seen_lately"
    WITHIN_RHYTHM = "within_rhythm"
    OFTEN_ENOUGH = "often_enough"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"
    PROBABLY_GONE = "probably_gone"
    AWAY_FOR_LONG = "away_for_long"
    AWAY_TOO_LONG = "away_too_long"


class Unknown(StrEnum):
    """Why an estimate is not given."""

    NEVER_BOUGHT = "never_bought"
    TOO_FEW_BUYERS = "too_few_buyers"
    TOO_SHORT_HISTORY = "too_short_history"
    TOO_FEW_CAME_BACK = "too_few_came_back"


class RfmGroup(StrEnum):
    """What the three scores say together; the first three names are for those who bought once."""

    NEW = "new"
    UNDECIDED = "undecided"
    PASSING = "passing"
    CHAMPIONS = "champions"
    LOYAL = "loyal"
    PROMISING = "promising"
    FADING = "fading"
    PRECIOUS = "precious"
    SLIPPING = "slipping"
    ASLEEP = "asleep"


class News(StrEnum):
    """What a finding is beside the run before."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class LookKind(StrEnum):
    """What somebody looked for."""

    PRODUCT = "product"
    SEARCH = "search"
