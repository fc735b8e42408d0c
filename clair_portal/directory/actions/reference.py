"""Loading the reference data: whole and in one transaction, or not at all."""

from datetime import datetime
from typing import Any

from django.db import transaction

from clair_portal.directory.actions import organisations
from clair_portal.directory.actions.history import written
from clair_portal.directory.actions.settling import Tally, remove_others, settle
from clair_portal.directory.models import (
    Branch,
    Designation,
    LocalAuthority,
    Office,
    OfficeCountry,
    Organisation,
    ReferenceLoad,
    Source,
)
from clair_portal.directory.reference import naming
from clair_portal.directory.reference.checks import HEADQUARTERS, check, day
from clair_portal.directory.reference.files import BadReference, Row, Tables


def is_loaded(digest: str) -> bool:
    """Whether the latest load was of files with this digest."""
    latest = ReferenceLoad.objects.order_by("-loaded_at", "-pk").values_list("digest", flat=True).first()
    return latest == digest


@transaction.atomic
def load(tables: Tables, *, digest: str, at: datetime) -> Tally:
    """Make the database say what the files say. Raises BadReference before anything is written."""
    check(tables)
    loading = _Loading(tables)
    with written(None, at):
        loading.run()
    tally = loading.tally
    ReferenceLoad.objects.create(digest=digest, loaded_at=at, created=tally.created, changed=tally.changed)
    return tally


class _Loading:
    """One load: every table after those it points to."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.tally = Tally()
        self.sources: dict[Any, int] = {}
        self.organisations: dict[Any, int] = {}
        self.authorities: dict[Any, int] = {}
        self.offices: dict[Any, int] = {}

    def run(self) -> None:
        self.sources = settle(Source, ["key"], [_source(row) for row in self.tables.sources], self.tally)
        self._load_organisations()
        self._load_authorities(self.tables.prefectures)
        self._load_authorities(self.tables.municipalities)
        settle(Designation, ["authority_id"], [self._designation(row) for row in self.tables.designations], self.tally)
        settle(Branch, ["authority_id"], [self._branch(row) for row in self.tables.branches], self.tally)
        self.offices = settle(Office, ["key"], [self._office(row) for row in self.tables.offices], self.tally)
        self._load_office_countries()

    def _load_organisations(self) -> None:
        names = {row["code"]: row for row in self.tables.authorities}
        wanted = [
            *(_authority_organisation(row) for row in self.tables.authorities),
            *(_branch_organisation(names[row["code"]]) for row in self.tables.branches),
            *(_office_organisation(row) for row in self.tables.offices),
        ]
        self._refuse_lost({str(organisation.reference) for organisation in wanted})
        self.organisations = settle(Organisation, ["reference"], wanted, self.tally, leave=("email", "version"))

    def _refuse_lost(self, wanted: set[str]) -> None:
        """A body that has gone keeps its row, because much points to it; it gets a last day instead."""
        held = Organisation.objects.filter(reference__isnull=False).values_list("reference", flat=True)
        lost = sorted(str(reference) for reference in set(held) - wanted)
        if lost:
            raise BadReference([f"{key} is no longer in the files: give it a last day instead" for key in lost])

    def _load_authorities(self, rows: list[Row]) -> None:
        by_name = {row["name_kanji"]: row for row in self.tables.prefectures}
        wanted = [self._authority(row, by_name.get(row.values.get("prefecture", ""))) for row in rows]
        self.authorities |= settle(LocalAuthority, ["code"], wanted, self.tally)

    def _load_office_countries(self) -> None:
        wanted = [
            OfficeCountry(office_id=self.offices[row["office"]], country=row["country"], **self._fact(row))
            for row in self.tables.office_countries
        ]
        key = ["office_id", "country", "valid_from_on"]
        remove_others(OfficeCountry, key, wanted, self.tally)
        settle(OfficeCountry, key, wanted, self.tally)

    def _authority(self, row: Row, prefecture: Row | None) -> LocalAuthority:
        return LocalAuthority(
            code=row["code"],
            kind=row.values.get("kind", LocalAuthority.Kind.PREFECTURE),
            organisation_id=self.organisations[f"authority:{row['code']}"],
            prefecture_id=self.authorities[prefecture["code"]] if prefecture else None,
            name_keys=naming.keys(row, prefecture),
            **_names(row),
            **self._fact(row),
        )

    def _designation(self, row: Row) -> Designation:
        return Designation(authority_id=self.authorities[row["code"]], **self._fact(row))

    def _branch(self, row: Row) -> Branch:
        organisation = self.organisations[f"branch:{row['code']}"]
        return Branch(authority_id=self.authorities[row["code"]], organisation_id=organisation, **self._fact(row))

    def _office(self, row: Row) -> Office:
        return Office(
            key=row["key"],
            organisation_id=self.organisations[f"office:{row['key']}"],
            is_headquarters=row["key"] == HEADQUARTERS,
            opened_year=int(row["opened_year"]),
            opened_month=int(row["opened_month"]) if row["opened_month"] else None,
            **self._fact(row),
        )

    def _fact(self, row: Row) -> dict[str, Any]:
        first, last = day(row["valid_from_on"]), day(row["valid_until_on"])
        return {"source_id": self.sources[row["source"]], "valid_from_on": first, "valid_until_on": last}


def _source(row: Row) -> Source:
    return Source(key=row["key"], title=row["title"], url=row["url"], checked_on=day(row["checked_on"]))


def _organisation(reference: str, kind: str, *searched_by: str, **facts: str) -> Organisation:
    organisation = Organisation(reference=reference, kind=kind, **facts)
    organisation.search_tokens = organisations.search_tokens(organisation, *searched_by)
    return organisation


def _authority_organisation(row: Row) -> Organisation:
    names = {"name_en": naming.english_name(row), "name_ja": row["name_kanji"], "name_kana": row["name_kana"]}
    district = LocalAuthority(**_names(row)).searched_by()
    return _organisation(f"authority:{row['code']}", Organisation.Kind.AUTHORITY, *district, country="JP", **names)


def _names(row: Row) -> dict[str, str]:
    return {name: value for name, value in row.values.items() if name.startswith(("name_", "district_"))}


def _branch_organisation(row: Row) -> Organisation:
    return _organisation(
        f"branch:{row['code']}",
        Organisation.Kind.BRANCH,
        name_en=f"CLAIR Branch, {naming.english_name(row)}",
        name_ja=f"自治体国際化協会 {row['name_kanji']}支部",
        name_kana=f"ジチタイコクサイカキョウカイ {row['name_kana']}シブ",
        country="JP",
    )


def _office_organisation(row: Row) -> Organisation:
    kind = Organisation.Kind.HEADQUARTERS if row["key"] == HEADQUARTERS else Organisation.Kind.OFFICE
    return _organisation(f"office:{row['key']}", kind, country=row["country"], **_names(row))
