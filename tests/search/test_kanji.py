"""The table of kanji variants is a table: every kanji in one group, no group of one."""

from clair_portal.search.kanji import _GROUPS, variants


def test_no_kanji_stands_in_two_groups_or_twice_in_one():
    everything = "".join(_GROUPS.split())

    assert len(everything) == len(set(everything))


def test_every_group_has_at_least_two_forms():
    assert [group for group in _GROUPS.split() if len(group) < 2] == []


def test_a_variant_leads_to_the_first_of_its_group_which_leads_nowhere():
    table = variants()

    assert {chr(code): table[code] for code in map(ord, "髙﨑邉𠮷")} == {"髙": "高", "﨑": "崎", "邉": "辺", "𠮷": "吉"}
    assert [form for form in table.values() if ord(form) in table] == []
