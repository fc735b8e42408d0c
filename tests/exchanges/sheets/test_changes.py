"""Before a file is taken over the authority reads what it would change: in its own words, and nothing that stays."""

import pytest

from clair_portal import spreadsheets
from exchanges.models import VisitCase
from exchanges.sheets.changes import Change
from exchanges.sheets.checking import check_file
from tests.exchanges.sheets.files import filled, sent
from tests.factories.exchanges import DelegateFactory, ThemeFactory

pytestmark = pytest.mark.django_db


THEMES = [["Day care", "Who pays?\nWho decides?"]]
HEAD = ["head of the party", "Mihon", "Robin"]


@pytest.fixture
def case(parties):
    return parties.case(
        state=VisitCase.State.DRAFT, purpose="To learn how cities look after old people.", kind="study",
        dates_are_fixed=True, party_size=5, support=["appointments", "interpreting"],
        wished_hosts="Leeds City Council\nNHS",
    )  # fmt: skip


@pytest.fixture
def told(parties, case):
    def changes(answers=None, **options):
        content = sent(answers, **{"themes": THEMES, "people": [HEAD], **options})
        checked = check_file(spreadsheets.read(content), case, [parties.authority])
        assert checked.faults == []
        return {str(change.label): (change.before, change.after) for change in checked.changes}

    return changes


class TestAnswers:
    def test_nothing_is_told_of_a_file_that_says_the_same(self, told):
        assert told() == {}

    @pytest.mark.parametrize(
        ("question", "answer", "before", "after"),
        [
            ("都市", "York", "Leeds", "York"),
            ("人数", "８", "5", "8"),
            ("日程は確定", "いいえ", "yes", "no"),
            ("開始日", "R9.5.18", "17 May 2027", "18 May 2027"),
            ("訪問国", "Ireland", "United Kingdom", "Ireland"),
            ("希望訪問先", "", "Leeds City Council\nNHS", ""),
        ],
    )
    def test_each_in_the_words_of_the_page(self, told, question, answer, before, after):
        assert [*told({question: answer}).values()] == [(before, after)]

    def test_several_ticks_are_one_change(self, told):
        ((before, after),) = told({"支援：通訳の手配": "", "支援：事前の情報提供": "○"}).values()
        assert (before.count(","), after.count(",")) == (1, 1)
        assert before != after

    def test_line_ends_alone_are_no_change(self, told, case):
        case.wished_hosts = "Leeds City Council\r\nNHS"
        case.save()
        assert told() == {}

    def test_a_new_request_has_nothing_before(self, parties):
        checked = check_file(spreadsheets.read(sent()), VisitCase(), [parties.authority])
        assert {change.before for change in checked.changes} == {""}
        assert str(parties.authority) in {change.after for change in checked.changes}


class TestThemes:
    def test_one_changes_one_comes_and_each_is_numbered(self, told, case):
        case.themes.update(questions="Who pays?")
        assert told(themes=[*THEMES, ["Transport", "How?"]]) == {
            "Theme 1": ("Day care\nWho pays?", "Day care\nWho pays?\nWho decides?"),
            "Theme 2": ("", "Transport\nHow?"),
        }

    def test_one_goes(self, told, case):
        ThemeFactory(case=case, title="Transport", questions="", position=2)
        assert told() == {"Theme 2": ("Transport", "")}


class TestPeople:
    @pytest.fixture
    def party(self, case):
        DelegateFactory(case=case, family="Reida", given="Kim", precedence=2)

    @pytest.fixture
    def changes(self, parties, case):
        def found(*people):
            content = sent(themes=THEMES, people=[HEAD, *people])
            checked = check_file(spreadsheets.read(content), case, [parties.authority])
            assert checked.faults == []
            return [(change.before, change.after) for change in checked.changes]

        return found

    @pytest.mark.usefixtures("party")
    def test_the_same_party_is_no_change(self, changes):
        assert changes(["", "Reida", "Kim"]) == []

    @pytest.mark.usefixtures("party")
    def test_who_goes_and_who_comes(self, changes):
        ((left, nobody), (none_before, came)) = changes(["", "Sato", "Mei"])
        assert (nobody, none_before) == ("", "")
        assert ("Reida" in left, "Sato" in came) == (True, True)

    @pytest.mark.usefixtures("party")
    def test_what_is_said_anew_of_somebody(self, changes):
        ((before, after),) = changes(["", "Reida", "Kim", "", "", "レイダ"])
        assert ("レイダ" in before, "レイダ" in after) == (False, True)

    @pytest.mark.usefixtures("party")
    def test_a_new_order_is_told_as_an_order(self, case, changes):
        DelegateFactory(case=case, family="Sato", given="Mei", precedence=3)
        ((before, after),) = changes(["", "Sato", "Mei"], ["", "Reida", "Kim"])
        assert before.index("Reida") < before.index("Sato")
        assert after.index("Sato") < after.index("Reida")


def test_a_change_without_before_is_new():
    assert Change("City", after="Leeds").before == ""


def test_the_filled_file_of_another_language_changes_nothing(parties, case, settings):
    settings.LANGUAGE_CODE = "ja"
    checked = check_file(spreadsheets.read(filled(case, [parties.authority])), case, [parties.authority])
    assert checked.changes == []
