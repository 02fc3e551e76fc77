"""The fixed choices of profile."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class FieldKind(TextChoices):
    """What a custom field holds."""

    TEXT = "text", gettext_lazy("Text")
    NUMBER = "number", gettext_lazy("Number")
    DATE = "date", gettext_lazy("Date")
    CHOICE = "choice", gettext_lazy("One of several")
    CHOICES = "choices", gettext_lazy("Some of several")
    FLAG = "flag", gettext_lazy("Yes or no")
    MONEY = "money", gettext_lazy("Money")
    LINK = "link", gettext_lazy("Link")


WITH_CHOICES = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
FREE_TEXT = frozenset({FieldKind.TEXT, FieldKind.LINK})
"""Kinds into which anybody may have written an address or a phone number."""


class TagColor(TextChoices):
    GRAY = "gray", gettext_lazy("Gray")
    RED = "red", gettext_lazy("Red")
    ORANGE = "orange", gettext_lazy("Orange")
    YELLOW = "yellow", gettext_lazy("Yellow")
    GREEN = "green", gettext_lazy("Green")
    BLUE = "blue", gettext_lazy("Blue")
    PURPLE = "purple", gettext_lazy("Purple")
    PINK = "pink", gettext_lazy("Pink")


class Medium(TextChoices):
    """A way of writing to people, to which they say yes or no by itself."""

    EMAIL = "email", gettext_lazy("E-mail")
    SMS = "sms", gettext_lazy("SMS")
    CALL = "call", gettext_lazy("Call")
    WHATSAPP = "whatsapp", gettext_lazy("WhatsApp")
    WECHAT = "wechat", gettext_lazy("WeChat")
    POST = "post", gettext_lazy("Post")


class Purpose(TextChoices):
    """What people agree to; all but the first stand beside the media, as separate consents do under PIPL."""

    MARKETING = "marketing", gettext_lazy("Offers and news")
    PERSONAL = "personal", gettext_lazy("Offers chosen by what is known of them")
    SHARING = "sharing", gettext_lazy("Passing their data on to others")
    TRANSFER = "transfer", gettext_lazy("Keeping their data in another country")


class Word(TextChoices):
    """What a person said, as the ledger keeps it."""

    GIVEN = "given", gettext_lazy("Given")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
    ASKED = "asked", gettext_lazy("Asked, not confirmed")


class Standing(TextChoices):
    """What holds now, from all that was said."""

    GIVEN = "given", gettext_lazy("Given")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
    PENDING = "pending", gettext_lazy("Waits for confirmation")
    EXPIRED = "expired", gettext_lazy("Expired")
    UNKNOWN = "unknown", gettext_lazy("Never asked")


class Ground(TextChoices):
    """Why one may write to somebody, or may not."""

    CONSENT = "consent", gettext_lazy("They said so")
    IMPORTED = "imported", gettext_lazy("A file said so, as imported")
    CUSTOMER = "customer", gettext_lazy("They bought here and did not object")
    NO_OBJECTION = "silence", gettext_lazy("They did not object")
    SUPPRESSED = "suppressed", gettext_lazy("The address is on the list of those nobody writes to")
    NONE = "none", gettext_lazy("Nobody has asked them")


class Manner(TextChoices):
    """How a word was given."""

    FORM = "form", gettext_lazy("Form")
    CHECKOUT = "checkout", gettext_lazy("Checkout")
    LINK = "link", gettext_lazy("Link in a message")
    PHONE = "phone", gettext_lazy("Phone")
    PERSON = "person", gettext_lazy("In person")
    PAPER = "paper", gettext_lazy("On paper")
    MESSAGE = "message", gettext_lazy("E-mail or chat")
    FILE = "file", gettext_lazy("File")
    API = "api", gettext_lazy("Another program")


class Regime(TextChoices):
    """On what law a store stands when it writes to people."""

    OPT_IN = "opt_in", gettext_lazy("Consent first (GDPR)")
    SOFT = "soft", gettext_lazy("Consent, or own customers by e-mail and SMS (soft opt-in)")
    OPT_OUT = "opt_out", gettext_lazy("E-mail until they object (CAN-SPAM)")
    PIPL = "pipl", gettext_lazy("Separate consents, and offers that are not personal (PIPL)")


class Silence(TextChoices):
    """Why an address is on the list of those that nobody writes to."""

    STAFF = "staff", gettext_lazy("Put on it by hand")
    LIST = "list", gettext_lazy("Came with a list")
    BOUNCE = "bounce", gettext_lazy("Cannot be reached")
    COMPLAINT = "complaint", gettext_lazy("Reported as spam")
    ERASED = "erased", gettext_lazy("Its owner was erased")


class RequestKind(TextChoices):
    """What somebody asks for by law."""

    ACCESS = "access", gettext_lazy("To see what is kept of them")
    ERASURE = "erasure", gettext_lazy("To be erased")
    CORRECTION = "correction", gettext_lazy("To have something corrected")
    RESTRICTION = "restriction", gettext_lazy("Not to be used")
    PORTABILITY = "portability", gettext_lazy("To take their data elsewhere")
    OBJECTION = "objection", gettext_lazy("To object to offers")


class RequestState(TextChoices):
    OPEN = "open", gettext_lazy("Open")
    ANSWERED = "answered", gettext_lazy("Answered")
    REFUSED = "refused", gettext_lazy("Refused")


class TicketState(TextChoices):
    """How far a ticket of another help desk has come."""

    OPEN = "open", gettext_lazy("Open")
    WAITING = "waiting", gettext_lazy("Waiting")
    CLOSED = "closed", gettext_lazy("Closed")


class Kept(TextChoices):
    """Kinds of data that go by themselves after a time."""

    BEHAVIOR = "behavior", gettext_lazy("Visits and clicks in the log")
    FILES = "files", gettext_lazy("Imported files")
    REJECTED = "rejected", gettext_lazy("Rejected rows of imports")
    INBOX = "inbox", gettext_lazy("Messages that could not be understood")
    DISCLOSURES = "disclosures", gettext_lazy("Files with everything about a person")
    CHANGES = "changes", gettext_lazy("Personal values in the history of changes")
    NOTICES = "notices", gettext_lazy("Notices to staff")
    WRITTEN = "written", gettext_lazy("What people wrote into forms in their own words")


class CompanyKeyKind(TextChoices):
    """By what a company is known again."""

    NAME = "name", gettext_lazy("Name")
    TAX = "tax", gettext_lazy("Tax number")
    DOMAIN = "domain", gettext_lazy("Domain")
    GROUP = "group", gettext_lazy("Group of a site")


class CompanySize(TextChoices):
    """How many work there."""

    MICRO = "micro", gettext_lazy("1 to 9 people")
    SMALL = "small", gettext_lazy("10 to 49 people")
    MEDIUM = "medium", gettext_lazy("50 to 249 people")
    LARGE = "large", gettext_lazy("250 people or more")


class ContactRole(TextChoices):
    """What a person does for the company, as far as a shop meets them."""

    BUYER = "buyer", gettext_lazy("Buys")
    DECIDER = "decider", gettext_lazy("Decides")
    ACCOUNTS = "accounts", gettext_lazy("Accounts")
    GOODS = "goods", gettext_lazy("Takes goods in")
    USER = "user", gettext_lazy("Uses what is bought")
    OTHER = "other", gettext_lazy("Something else")
