"""What belongs to one interpreter: days away, entered by themselves, and papers, filed by the office."""

from datetime import date, datetime, timedelta

from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.documents.actions import files
from clair_portal.documents.results import ResultFile
from exchanges.models import Absence, Interpreter, InterpreterPaper

PAPERS_KEPT = timedelta(days=7 * 365)  # as long as the books of a year


@transaction.atomic
def be_away(interpreter: Interpreter, *, first_on: date, last_on: date, at: datetime) -> Absence:
    """The interpreter cannot work on these days. The same days entered twice stand there once."""
    absence, _new = Absence.objects.get_or_create(
        interpreter=interpreter, first_on=first_on, last_on=last_on, defaults={"entered_at": at}
    )
    return absence


@transaction.atomic
def be_there_again(interpreter: Interpreter, *, pk: int) -> None:
    """These days are free after all; taking them out twice changes nothing."""
    Absence.objects.of(interpreter).filter(pk=pk).delete()


@transaction.atomic
def file_paper(paper: InterpreterPaper, content: ResultFile, *, by: User, at: datetime) -> InterpreterPaper:
    """Keep a paper where only the office reads it."""
    paper.file = files.store(content, owner=by, at=at, kept=PAPERS_KEPT)
    paper.added_by, paper.added_at = by, at
    paper.save(force_insert=True)
    return paper
