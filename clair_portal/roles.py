"""The one role table: who may do what, each role with a sentence a manager can read."""

from django.utils.translation import gettext_lazy as _

from clair_portal.accounts.policy import ROLES_GIVE, ROLES_GIVE_ANY, ROLES_VIEW
from clair_portal.accounts.roles import STAFF_SITE, Role
from clair_portal.directory.policy import (
    FORMER_NAMES_VIEW,
    ORGANISATIONS_EDIT,
    ORGANISATIONS_VIEW,
    PEOPLE_EDIT,
    PEOPLE_VIEW,
)
from clair_portal.documents.policy import JOBS_STEER, JOBS_VIEW
from clair_portal.mail.policy import MAIL_STEER, MAIL_VIEW
from events.policy import (
    EVENTS_EDIT,
    EVENTS_PUBLISH,
    EVENTS_VIEW,
    REGISTRATIONS_EDIT,
    REGISTRATIONS_EXPORT,
    REGISTRATIONS_VIEW,
)
from exchanges.policy import (
    CASES_ASK,
    CASES_ENDORSE,
    CASES_STEER,
    CASES_VIEW,
    HOSTS_EDIT,
    HOSTS_VIEW,
    INTERPRETERS_EDIT,
    INTERPRETERS_VIEW,
)
from jet.policy import (
    ALLOCATION_PUBLISH,
    ALLOCATION_RUN,
    ALLOCATION_VIEW,
    CIRCUMSTANCES_DECIDE,
    PARTICIPANTS_EDIT,
    PARTICIPANTS_IMPORT,
    PARTICIPANTS_VIEW,
    REAPPOINTMENTS_ANSWER,
    REAPPOINTMENTS_DECIDE,
    REAPPOINTMENTS_VIEW,
    REQUESTS_ACCEPT,
    REQUESTS_ENDORSE,
    REQUESTS_MAKE,
    REQUESTS_VIEW,
    TRANSFERS_CONSENT,
    TRANSFERS_DECIDE,
)

STAFF = frozenset({STAFF_SITE, PEOPLE_VIEW, ORGANISATIONS_VIEW, EVENTS_VIEW})
DIRECTORY = frozenset({PEOPLE_EDIT, ORGANISATIONS_EDIT})
EVENTS = frozenset({
    EVENTS_VIEW, EVENTS_EDIT, EVENTS_PUBLISH, REGISTRATIONS_VIEW, REGISTRATIONS_EDIT, REGISTRATIONS_EXPORT,
})  # fmt: skip
CASES = frozenset({
    CASES_VIEW, CASES_STEER, HOSTS_VIEW, HOSTS_EDIT, INTERPRETERS_VIEW, INTERPRETERS_EDIT,
})  # fmt: skip
PROGRAMME_VIEW = frozenset({PARTICIPANTS_VIEW, REQUESTS_VIEW, ALLOCATION_VIEW})
PROGRAMME = PROGRAMME_VIEW | {
    PARTICIPANTS_EDIT, PARTICIPANTS_IMPORT, REQUESTS_ACCEPT, ALLOCATION_RUN, ALLOCATION_PUBLISH,
    # reappointment
    REAPPOINTMENTS_VIEW, REAPPOINTMENTS_DECIDE,
    TRANSFERS_DECIDE,
    CIRCUMSTANCES_DECIDE,
}  # fmt: skip
MAIL = frozenset({MAIL_VIEW, MAIL_STEER})
JOBS = frozenset({JOBS_VIEW, JOBS_STEER})
ROLES_ALL = frozenset({ROLES_VIEW, ROLES_GIVE, ROLES_GIVE_ANY})

ROLES: dict[str, Role] = {
    "staff_visits": Role(
        _("JLGC visits"),
        _("Arranges visits and interpreters for local authorities, and keeps the hosts' entries in the directory."),
        STAFF | DIRECTORY | CASES,
        sees_others=True,
    ),
    "staff_jetaa": Role(
        _("JLGC alumni relations"),
        _("Works with the JETAA chapters, runs events for alumni with their registrations, and sees the mail sent."),
        STAFF | DIRECTORY | EVENTS | {MAIL_VIEW, FORMER_NAMES_VIEW},
        sees_others=True,
    ),
    "staff_economic": Role(
        _("JLGC economic exchange"),
        _("Prepares fairs and promotion abroad, and sees who has registered for events."),
        STAFF | {ORGANISATIONS_EDIT, REGISTRATIONS_VIEW},
        sees_others=True,
    ),
    "staff_research": Role(
        _("JLGC research"),
        _("Answers research requests, and keeps organisations in the directory."),
        STAFF | {ORGANISATIONS_EDIT},
        sees_others=True,
    ),
    "staff_finance": Role(
        _("JLGC finance"),
        _("Looks after grants and costs; reads the directory and the events."),
        STAFF,
        sees_others=True,
    ),
    "staff_admin": Role(
        _("JLGC administrator"),
        _("Runs the portal: gives any role, sees and edits everything, and looks after mails and jobs that are stuck."),
        STAFF | DIRECTORY | EVENTS | CASES | PROGRAMME | MAIL | JOBS | ROLES_ALL | {FORMER_NAMES_VIEW},
        sees_others=True,
    ),
    "hq": Role(
        _("CLAIR headquarters"),
        _("Runs the JET Programme: participants, placement requests and the allocation. Reads what the office does."),
        STAFF | PROGRAMME | {CASES_VIEW, HOSTS_VIEW, REGISTRATIONS_VIEW},
        sees_others=True,
    ),
    "branch": Role(
        _("CLAIR branch"),
        _("Passes on the requests of its prefecture or city, for support and for participants of the JET Programme."),
        frozenset({CASES_VIEW, CASES_ENDORSE, REQUESTS_VIEW, REQUESTS_ENDORSE}),
        sees_others=True,
        scoped=True,
    ),
    "authority": Role(
        _("Local authority"),
        _("Asks the office for support, and employs participants of the JET Programme."),
        frozenset({
            CASES_VIEW, CASES_ASK, PARTICIPANTS_VIEW, REQUESTS_VIEW, REQUESTS_MAKE,
            REAPPOINTMENTS_VIEW, REAPPOINTMENTS_ANSWER, TRANSFERS_CONSENT,
        }),
        sees_others=True,
        scoped=True,
    ),
    "participant": Role(_("JET participant"), _("Is on the JET Programme now, and sees their own data.")),
    "alumnus": Role(_("JET alumnus"), _("Was on the JET Programme, and sees their own data.")),
    "chapter_chair": Role(
        _("Chapter chair"),
        _("Leads a JETAA chapter: prepares and publishes its events, sees and exports their registrations, and gives "
          "the chapter's other offices."),
        EVENTS | {ROLES_VIEW, ROLES_GIVE},
        sees_others=True,
        scoped=True,
    ),
    "chapter_treasurer": Role(
        _("Chapter treasurer"),
        _("Keeps a JETAA chapter's money: sees its events with their registrations."),
        frozenset({EVENTS_VIEW, REGISTRATIONS_VIEW}),
        sees_others=True,
        scoped=True,
    ),
    "chapter_secretary": Role(
        _("Chapter secretary"),
        _("Keeps a JETAA chapter's members informed: prepares its events and sees their registrations."),
        frozenset({EVENTS_VIEW, EVENTS_EDIT, REGISTRATIONS_VIEW}),
        sees_others=True,
        scoped=True,
    ),
    "chapter_events": Role(
        _("Chapter events officer"),
        _("Runs a JETAA chapter's events: prepares and publishes them, and looks after their registrations."),
        frozenset({EVENTS_VIEW, EVENTS_EDIT, EVENTS_PUBLISH, REGISTRATIONS_VIEW, REGISTRATIONS_EDIT}),
        sees_others=True,
        scoped=True,
    ),
    "country_representative": Role(
        _("Country representative"),
        _("Speaks for the chapters of a country: sees the events of each chapter the role is given for."),
        frozenset({EVENTS_VIEW}),
        sees_others=True,
        scoped=True,
    ),
    "interpreter": Role(_("Interpreter"), _("Interprets at visits, and sees their own assignments.")),
    "recruiter": Role(
        _("Recruiter"),
        _("Looks for staff among returnees on behalf of one company."),
        sees_others=True,
        scoped=True,
    ),
}  # fmt: skip
