"""What the apps bring to the kernel's registries: dotted paths, because a kernel package must not import an app."""

WORK = [
    "events.work.cards",
    "exchanges.work.cards",
    "exchanges.afterwards.work.cards",
    "exchanges.checklist_work.cards",
    "jet.work.cards",
    "jet.reappointment_work.cards",
    "jet.transferring.work.cards",
    "clair_portal.backoffice.kernel_work.parked_mails",
    "clair_portal.backoffice.kernel_work.failed_jobs",
]
JOBS: dict[str, str] = {
    "hand_over_book": "exchanges.handing.work.hand_over_book",
    "visit_list": "exchanges.annual.work.visit_list",
    "plan_programme": "exchanges.planning.work.plan_programme",
    "allocate": "jet.allocating.work.allocate",
    "check_import": "clair_portal.spreadsheets.work.check_import",
    "confirm_import": "clair_portal.spreadsheets.work.confirm_import",
    "undo_import": "clair_portal.spreadsheets.work.undo_import",
    "participants_file": "jet.exports.work.participants_file",
    "programme_figures": "jet.statistics.work.programme_figures",
}  # kind → the code that does it
IMPORTS = {"participants": "jet.imports.participants.Participants"}  # what may be imported → how it is read
OPEN_WORK: list[str] = []  # functions (user, at) → `handing.knowledge.OtherWork`: what else a leaver hands on

MAIL_REPLIES = {"case": "exchanges.replies.receive"}  # what an answer is about → the code that takes it
MAIL_EXAMPLES = [
    "events.examples.messages",
    "exchanges.examples.messages",
    "exchanges.afterwards.examples.messages",
    "exchanges.office_examples.messages",
    "jet.examples.messages",
    "jet.reappointment_examples.messages",
    "jet.transferring.examples.messages",
    "clair_portal.documents.examples.messages",
    "clair_portal.mail.examples.messages",
]

MAIL_ATTACHMENTS = {
    "events.ticket": "events.attachments.ticket",
    "events.invite": "events.attachments.invitation",
    "exchanges.meeting": "exchanges.attachments.invitation",
    "exchanges.thanks": "exchanges.attachments.thanks",
}
