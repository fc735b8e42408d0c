"""What a page is: a class that cannot be defined without saying who may see it."""

from clair_portal.pages.views.guards import PUBLIC, SIGNED_IN, Guarded, OneObject, signed_in
from clair_portal.pages.views.kept import KeptPage
from clair_portal.pages.views.reading import ListPage, ObjectPage, Page
from clair_portal.pages.views.writing import ActionPage, FormPage

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "ActionPage",
    "FormPage",
    "Guarded",
    "KeptPage",
    "ListPage",
    "ObjectPage",
    "OneObject",
    "Page",
    "signed_in",
]
