"""The API itself: its routes, its keys, and how it says no."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from regulars import __version__
from regulars.api import description, problems
from regulars.api.companies import routes as companies
from regulars.api.customfields import routes as customfields
from regulars.api.description import Description
from regulars.api.imports import routes as imports
from regulars.api.insights import routes as insights
from regulars.api.notes import routes as notes
from regulars.api.operations import routes as operations
from regulars.api.orders import routes as orders
from regulars.api.people import agreeing as people
from regulars.api.products import routes as products
from regulars.api.quality import routes as quality
from regulars.api.stores import routes as stores
from regulars.api.tags import routes as tags
from regulars.api.tasks import routes as tasks
from regulars.api.voices import routes as voices
from regulars.base.kit.refusal import Refusal


class JsonOnly(Parser):
    """Bodies are JSON and say so."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != problems.JSON:
            raise problems.WrongContentType(wanted=problems.JSON, given=request.content_type or "nothing")
        return super().parse_body(request)


class Api(NinjaAPI):
    """django-ninja with operations named after their functions, and a schema that tells the whole truth."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Description:
        return Description(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)


api = Api(
    title="Regulars",
    version=__version__,
    description=description.OVERVIEW,
    docs_url=None,
    parser=JsonOnly(),
    urls_namespace="api",
)
api.add_router("/people", people.router)
api.add_router("/disclosures", people.disclosed)
api.add_router("/erasures", people.erased)
api.add_router("/companies", companies.router)
api.add_router("/notes", notes.router)
api.add_router("/tasks", tasks.router)
api.add_router("/tags", tags.router)
api.add_router("/fields", customfields.router)
api.add_router("/orders", orders.router)
api.add_router("/products", products.router)
api.add_router("/forms", voices.forms)
api.add_router("/reviews", voices.reviews)
api.add_router("/wishes", voices.wishes)
api.add_router("/insights", insights.router)
api.add_router("/quality", quality.router)
api.add_router("/imports", imports.router)
api.add_router("/operations", operations.router)
api.add_router("/stores", stores.router)

api.exception_handler(Refusal)(problems.of_refusal)
api.exception_handler(AuthenticationError)(problems.of_missing_key)
api.exception_handler(HttpError)(problems.of_http_error)
api.exception_handler(ValidationError)(problems.of_wrong_values)
api.exception_handler(RequestDataTooBig)(problems.of_large_body)
