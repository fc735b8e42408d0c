"""The columns of a list of participants, as they are headed in both languages."""

from clair_portal.spreadsheets.adaptors import Column
from jet.models.placements import MOST_TERMS, USUAL_TERMS

KEY = "jet_number"
TERMS = range(1, MOST_TERMS + 1)
EXCEPTIONAL = range(USUAL_TERMS + 1, MOST_TERMS + 1)
NAMES = ("family", "given", "middle", "family_kanji", "given_kanji", "family_kana", "given_kana")
FACTS = ("passport_name", "nationality", "position", "drives", "teaches", "dependants")


def _of_a_term(number: int) -> list[Column]:
    year = f"{number}年目"
    days = [
        Column(
            f"term_{number}_first_on",
            f"Term {number} first day",
            f"第{number}期開始日",
            (f"{year}開始日", f"任用{number}開始日"),
        ),
        Column(
            f"term_{number}_last_on",
            f"Term {number} last day",
            f"第{number}期終了日",
            (f"{year}終了日", f"任用{number}終了日"),
        ),
    ]
    if number not in EXCEPTIONAL:
        return days
    return [*days, Column(f"term_{number}_exception", f"Term {number} reason", f"第{number}期理由", (f"{year}理由",))]


COLUMNS = (
    Column(KEY, "JET number", "JET番号", ("JET No.", "JETナンバー", "JET ID", "No.JET", "登録番号"), needed=True),
    Column("passport_name", "Passport name", "パスポート氏名", ("Name as in passport", "旅券氏名", "氏名(パスポート)")),
    Column("family", "Family name", "姓", ("Surname", "Last name", "姓(ローマ字)", "氏")),
    Column("given", "Given name", "名", ("First name", "Given names", "名(ローマ字)")),
    Column("middle", "Middle names", "ミドルネーム", ("Middle name",)),
    Column("name_kanji", "Name in kanji", "氏名(漢字)", ("漢字氏名",)),
    Column("family_kanji", "Family name in kanji", "姓(漢字)"),
    Column("given_kanji", "Given name in kanji", "名(漢字)"),
    Column("name_kana", "Name in kana", "氏名(カナ)", ("フリガナ", "カナ氏名", "ふりがな", "氏名カナ")),
    Column("family_kana", "Family name in kana", "姓(カナ)", ("姓フリガナ",)),
    Column("given_kana", "Given name in kana", "名(カナ)", ("名フリガナ",)),
    Column("nationality", "Nationality", "国籍", ("Country", "国名", "出身国")),
    Column("position", "Position", "職種", ("Job type", "区分")),
    Column("arrival_group", "Arrival group", "来日グループ", ("Group", "来日群")),
    Column("arrival_year", "Arrival year", "来日年度", ("Year of arrival", "来日年")),
    Column("arrival_code", "Arrival code", "来日区分", ("Group code",)),
    Column("arrives_on", "Day of arrival", "来日日", ("Arrival date", "来日年月日")),
    Column("state", "State", "状態", ("Status", "在籍状況")),
    Column("ended_on", "Last day in the programme", "終了日", ("End date", "退職日")),
    Column("employer_code", "Authority code", "団体コード", ("Code", "全国地方公共団体コード", "コード")),
    Column("employer", "Contracting organisation", "任用団体", ("CO", "任用団体名", "Employer", "団体名")),
    Column("workplace", "School or section", "配置先", ("Workplace", "勤務先", "配属先")),
    Column("placement_first_on", "Placement first day", "配置開始日", ("配属開始日", "Placed from")),
    Column("placement_last_on", "Placement last day", "配置終了日", ("配属終了日", "Placed until")),
    Column("languages", "Languages", "言語", ("語学力", "Language skills")),
    Column("drives", "Driving licence", "運転免許", ("Licence", "Driver's licence", "免許")),
    Column("teaches", "Teaching certificate", "教員免許", ("Teaching licence",)),
    Column("dependants", "Dependants", "帯同家族数", ("帯同家族", "Family members")),
    *(column for number in TERMS for column in _of_a_term(number)),
)
LABELS = {column.name: column for column in COLUMNS}
DAYS = (
    "ended_on", "placement_first_on", "placement_last_on",
    *(f"term_{number}_{end}" for number in TERMS for end in ("first_on", "last_on")),
)  # fmt: skip
# What only helps to find the value of another column.
BESIDE = {"name_kanji", "name_kana", "arrival_year", "arrival_code", "arrives_on", "employer_code"}
EMPTY = {
    column.name: {"drives": False, "teaches": False, "dependants": 0, "state": "expected"}.get(column.name, "")
    for column in COLUMNS
    if column.name not in BESIDE
}
