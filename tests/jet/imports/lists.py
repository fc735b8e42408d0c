"""Lists of participants as offices keep them, from one table of plain facts, and imports of them."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection

from clair_portal.documents import runner
from clair_portal.documents.actions import jobs
from clair_portal.spreadsheets.actions import import_runs
from clair_portal.spreadsheets.models import ImportRow, ImportRun
from jet.models import ContractingOrganisation
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.directory import LocalAuthorityFactory, PrefectureFactory
from tests.factories.jet import ArrivalGroupFactory, ContractingOrganisationFactory

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COLUMNS = (
    "JET番号", "パスポート氏名", "姓", "名", "氏名(漢字)", "氏名(カナ)", "国籍", "職種", "来日グループ", "状態",
    "団体コード", "任用団体", "配置先", "配置開始日", "第1期開始日", "第1期終了日", "言語", "運転免許", "帯同家族数",
)  # fmt: skip
DAYS = {"配置開始日", "第1期開始日", "第1期終了日"}
CODES = ("011002", "131016", "271004")
TOWNS = ("札幌市", "千代田区", "大阪市")


def ground() -> Any:
    """Three contracting organisations, an arrival group, and somebody who may import."""
    ArrivalGroupFactory(year=2026, code="A", arrives_on=date(2026, 8, 2))
    for code, town in zip(CODES, TOWNS, strict=True):
        prefecture = PrefectureFactory(number=int(code[:2]))
        authority = LocalAuthorityFactory(
            prefecture=prefecture, code=code, name_kanji=town, name_keys=[town],
            organisation__name_en=f"City of {code}", organisation__name_ja=town,
        )  # fmt: skip
        ContractingOrganisationFactory(
            organisation=authority.organisation, prefecture=prefecture,
            host_organisation=prefecture.organisation, kind=ContractingOrganisation.Kind.AUTHORITY,
        )  # fmt: skip
    return RoleAssignmentFactory(role="hq").user


def person(number: int, **facts: Any) -> dict[str, Any]:
    """One line; `facts` by the heading."""
    place = number % 3
    return {
        "JET番号": f"2026{number:07d}",
        "パスポート氏名": f"EXAMPLE{number} ROBIN",
        "姓": f"Example{number}",
        "名": "Robin",
        "氏名(漢字)": "見本 太郎",
        "氏名(カナ)": "エグザンプル ロビン",
        "国籍": ("GB", "アメリカ合衆国", "ドイツ")[place],
        "職種": "ALT",
        "来日グループ": "2026 A",
        "状態": "在職中",
        "団体コード": CODES[place],
        "任用団体": TOWNS[place],
        "配置先": "見本中学校",
        "配置開始日": date(2026, 8, 3),
        "第1期開始日": date(2026, 8, 3),
        "第1期終了日": date(2027, 8, 2),
        "言語": "ja N3; en native",
        "運転免許": "はい",
        "帯同家族数": 1,
        **facts,
    }


def people(count: int) -> list[dict[str, Any]]:
    return [person(number) for number in range(1, count + 1)]


def as_csv(lines: list[dict[str, Any]], *, encoding: str = "utf-8", end: str = "\r\n", columns: Any = COLUMNS) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(columns)
    writer.writerows([[line.get(name, "") for name in columns] for line in lines])
    return text.getvalue().encode(encoding)


def check(content: bytes, by: Any, name: str = "list.csv") -> ImportRun:
    """Sent and checked, through the job."""
    run = import_runs.begin("participants", name, content, by=by, at=NOW)
    return work(run)


def work(run: ImportRun) -> ImportRun:
    """Whatever is asked of the import, done by a worker."""
    job = jobs.claim(at=NOW)
    assert job is not None
    runner.run(job, clock=lambda: NOW)
    job.refresh_from_db()
    assert job.state == "done", job.message
    run.refresh_from_db()
    return run


def confirm(run: ImportRun) -> ImportRun:
    import_runs.ask_to_confirm(run, by=run.owner, at=NOW)
    return work(run)


def undo(run: ImportRun) -> ImportRun:
    import_runs.ask_to_undo(run, by=run.owner, at=NOW)
    return work(run)


def take_over(content: bytes, by: Any, name: str = "list.csv") -> ImportRun:
    return confirm(check(content, by, name))


def counts(run: ImportRun) -> dict[str, int]:
    return {name: getattr(run, name) for name in ("new", "changed", "unchanged", "refused")}


def findings(run: ImportRun, kind: str = "faults") -> list[tuple[int, str, str, str]]:
    """Row, column, value and reason of all that was found."""
    rows = ImportRow.objects.filter(run=run).order_by("pk")
    return [(row.number, one["column"], one["value"], one["reason"]) for row in rows for one in getattr(row, kind)]


NUMBER = "(SELECT jet_number FROM jet_participant WHERE jet_participant.id = participant_id)"
TABLES = {
    "directory_person": "family, given, family_kanji, given_kanji, family_kana, given_kana, search_tokens, latin_order",
    "jet_participant": "jet_number, passport_name, nationality, position, state, drives, teaches, dependants, ended_on",
    "jet_placement": "participant_id, employer_id, workplace, first_on, last_on",
    "jet_term": "participant_id, number, first_on, last_on, exception",
    "jet_languageskill": "participant_id, language, level",
    "jet_participanttransition": "from_state, to_state",
}


def snapshot(*, keys: bool = True) -> dict[str, list[Any]]:
    """Every row that an import may touch; `keys=False` leaves out the numbers that a database gives away anew."""
    with connection.cursor() as cursor:
        found = {}
        for table, columns in TABLES.items():
            shown = columns if keys else columns.replace("participant_id", NUMBER)
            cursor.execute(f"SELECT {shown} FROM {table}")
            found[table] = sorted(cursor.fetchall(), key=repr)
        return found


def files() -> int:
    return len(default_storage.listdir("private")[1])


# What a refused file may leave behind: its own import with its findings, the job, its mail and its file.
OF_THE_IMPORT = ("spreadsheets_", "documents_", "mail_", "django_", "pghistory_")


def checksum() -> dict[str, Any]:
    """Of every table but those: how many rows, and the sum over all that stands in them."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if not name.startswith(OF_THE_IMPORT)]
        found = {}
        for name in sorted(names):
            cursor.execute(f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{name}" t')
            found[name] = cursor.fetchone()
        return found
