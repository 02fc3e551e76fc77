"""Forms with their versions and answers; reviews and wishes."""

from regulars.engage.models.forms import Answer, Form, FormVersion, Invitation, Pace, Reply
from regulars.engage.models.reviews import Review, Wish

__all__ = ["Answer", "Form", "FormVersion", "Invitation", "Pace", "Reply", "Review", "Wish"]
