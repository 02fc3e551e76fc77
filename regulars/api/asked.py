"""What a call asks for behind the `?`: only what is known, since a misspelled filter would let everything through."""

from typing import Any, Self

from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import ModelWrapValidatorHandler, ValidationInfo, model_validator

from regulars.base.kit.refusal import Refusal


class UnknownParameter(Refusal):
    message = gettext_lazy("This call takes no parameter “%(name)s”.")
    status = 422


class GivenTwice(Refusal):
    message = gettext_lazy("The parameter “%(name)s” is given more than once.")
    status = 422


class Asked(Schema):
    """
    The parameters of a call; its fields are all that may be named, each once.

    :raises UnknownParameter: if the call names another.
    :raises GivenTwice: if it names one again.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _nothing_else(cls, values: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        for name, values_given in info.context["request"].GET.lists() if info.context else ():
            if name not in cls.model_fields:
                raise UnknownParameter(name=name[:80])
            if len(values_given) > 1:
                raise GivenTwice(name=name)
        return handler(values)
