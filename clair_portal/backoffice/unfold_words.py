"""unfold's words that Django does not translate: it brings no Japanese and no German, so that both are ours.

Listed for `makemessages`, which does not look into packages; the translations are in `locale/` beside this file.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDS = (
    _("Select record"),
    _("Select action"),
    _("Value"),
    _("From"),
    _("To"),
    _("Date from"),
    _("Date to"),
    _("Not enough data."),
    _("Select action to run"),
    _(
        "Raw passwords are not stored, so there is no way to see this user’s password, but you can change the password "
        'using <a href="{}" class="text-primary-600 dark:text-primary-500">this form</a>.'
    ),
    _("Select value"),
    _("Dataset not found. No action performed."),
    _("You can not create nested object without parent"),
    _("Run"),
    _("After you've created a user, you’ll be able to edit more user options."),
    _("Expand row"),
    _("Welcome"),
    _("Welcome back to"),
    _("Forgotten your password or username?"),
    _("Type to search"),
    _("You have been successfully logged out from the administration"),
    _("No data"),
    _("More actions"),
    _("All applications"),
    _("True"),
    _("False"),
    _("Apply Filters"),
    _("Select all rows"),
    _("Recent searches"),
    _("No recent searches"),
    _("No results matching your query"),
    _("Loading more results..."),
    _("Cancel"),
    _("Submit"),
    _("Record picture"),
    _("This item will be deleted."),
    _("Click to cancel"),
    _("No results found"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("Reset filters"),
    _("Image preview"),
    _("Click to download"),
    _("Go back"),
    _("Previous"),
    _("Search apps and models..."),
    _("General"),
    _("Return to site"),
    _("Choose file to upload"),
    _("Toggle password visibility"),
    _("Date"),
    _("Select currency"),
    _("Filters"),
    _("Light"),
    _("Dark"),
    _("System"),
    _("Next"),
)

COUNTED = (
    ngettext_lazy(
        "\n                Found %(counter)s result in %(time)s seconds\n            ",
        "\n                Found %(counter)s results in %(time)s seconds\n            ",
        "counter",
    ),
)
