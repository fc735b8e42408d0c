"""What the demonstration's events are: data only, each dated by weeks from now, weekday and wall time."""

from dataclasses import dataclass, field
from datetime import time

Texts = tuple[str, str, str]  # English, Japanese, German

BERLIN, LONDON, DUBLIN = "Europe/Berlin", "Europe/London", "Europe/Dublin"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


@dataclass(frozen=True)
class Places:
    """One quota with one ticket type drawing from it, and how many of its places are taken.

    A share (`of`) names the quota that its places are part of.
    """

    name: Texts
    size: int | None
    taken: int = 0
    of: str = ""
    online: bool = False


@dataclass(frozen=True)
class Point:
    """A point of the programme."""

    at: time
    title: Texts
    room: str
    spoken: str


@dataclass(frozen=True)
class DemonstrationEvent:
    """An event; `key` names it for ever, so that a later load finds it again."""

    key: str
    kind: str
    host: str
    partner: str
    title: Texts
    summary: Texts
    description: Texts
    spoken: tuple[str, ...]
    weeks: int
    weekday: int
    starts: time
    ends: time
    zone: str
    place: str
    address: str
    city: str
    country: str
    places: tuple[Places, ...]
    points: tuple[Point, ...] = ()
    join_url: str = ""
    state: str = "published"
    today: bool = False
    reason: str = field(default="")


EXPLANATION_DAY = DemonstrationEvent(
    key="explanation-day-duesseldorf",
    kind="explanation",
    host="JETAA Germany",
    partner="London",
    title=(
        "JET Programme Explanation Day and career networking",
        "JETプログラム説明会・キャリア交流会",
        "Informationstag zum JET-Programm mit Karrieretreffen",
    ),
    summary=(
        "An afternoon for everyone who thinks about going to Japan with JET, and an evening for those who came back.",
        "JETでの来日を考えている方のための午後と、帰国した方のための夕べです。",
        "Ein Nachmittag für alle, die mit JET nach Japan möchten, und ein Abend für die, die zurück sind.",
    ),
    description=(
        (
            "Former ALTs and CIRs tell how they lived and worked, and answer questions one to one. In the evening, "
            "Japanese companies and German-Japanese organisations that are hiring meet returnees at their tables.\n\n"
            "Entrance is free. Bring a few copies of your CV if you come for the evening."
        ),
        (
            "元ALT・元CIRが現地での生活と仕事について話し、個別の質問にもお答えします。夕方からは、採用を行っている"
            "日系企業や日独関係団体が各テーブルで帰国者の皆さんをお待ちしています。\n\n"
            "入場は無料です。夕方の部に参加される方は、履歴書を数部お持ちください。"
        ),
        (
            "Ehemalige ALTs und CIRs erzählen, wie sie gelebt und gearbeitet haben, und beantworten Fragen im "
            "Einzelgespräch. Am Abend treffen Rückkehrer japanische Unternehmen und deutsch-japanische Einrichtungen, "
            "die Stellen zu besetzen haben.\n\nDer Eintritt ist frei. Wer am Abend kommt, bringt am besten einige "
            "Exemplare des Lebenslaufs mit."
        ),
    ),
    spoken=("en", "de"),
    weeks=12, weekday=TUESDAY, starts=time(14), ends=time(19, 30), zone=BERLIN,
    place="Japanese-German Centre (demonstration)", address="Immermannstraße", city="Düsseldorf", country="DE",
    places=(
        Places(("Interested in JET", "JETに関心のある方", "Interesse an JET"), 120, 46),
        Places(("Returnee", "帰国者", "Zurück aus Japan"), 60, 24, of="Interested in JET"),
        Places(("Recruiter", "採用担当者", "Unternehmen"), 20, 12, of="Interested in JET"),
    ),
    points=(
        Point(time(14), ("Life as an ALT and a CIR", "ALT・CIRの生活", "Leben als ALT und als CIR"), "Hall A", "en"),
        Point(time(15, 15), ("How to apply", "応募の方法", "Die Bewerbung"), "Hall A", "de"),
        Point(time(16, 30), ("Career networking", "キャリア交流会", "Karrieretreffen"), "Foyer", "en"),
        Point(time(18, 30), ("Reception", "懇親会", "Empfang"), "Foyer", "de"),
    ),
)  # fmt: skip

CAREER_EVENING = DemonstrationEvent(
    key="career-evening-duesseldorf",
    kind="careers",
    host="JETAA Germany",
    partner="",
    title=(
        "JET alumni career evening, Düsseldorf",
        "JET経験者キャリアの夕べ（デュッセルドルフ）",
        "Karriereabend der JET-Ehemaligen, Düsseldorf",
    ),
    summary=(
        "Fourteen organisations with a link to Japan meet people who speak its language.",
        "日本とつながりのある14の企業・団体が、日本語を話す皆さんをお待ちしています。",
        "Vierzehn Unternehmen und Einrichtungen mit Japanbezug treffen Menschen, die Japanisch sprechen.",
    ),
    description=("", "", ""),
    spoken=("de", "ja"),
    weeks=9, weekday=THURSDAY, starts=time(18), ends=time(21), zone=BERLIN,
    place="Business club (demonstration)", address="Königsallee", city="Düsseldorf", country="DE",
    places=(
        Places(("Returnee", "帰国者", "Zurück aus Japan"), 60, 57),
        Places(("Recruiter", "採用担当者", "Unternehmen"), 28, 21),
    ),
)  # fmt: skip

JAPAN_TAG = DemonstrationEvent(
    key="japan-tag-booth",
    kind="fair",
    host="London",
    partner="JETAA Germany",
    title=(
        "Japan-Tag Düsseldorf: volunteer shift at the regions’ booth",
        "日本デー・デュッセルドルフ：地域ブースのボランティア",
        "Japan-Tag Düsseldorf: Helfer am Stand der Regionen",
    ),
    summary=(
        "Hand out pamphlets of all 47 prefectures, answer questions and enjoy the fireworks afterwards.",
        "47都道府県のパンフレットを配り、来場者の質問に答えます。終了後は花火もお楽しみください。",
        "Broschüren aller 47 Präfekturen verteilen, Fragen beantworten und danach das Feuerwerk genießen.",
    ),
    description=("", "", ""),
    spoken=("de", "en", "ja"),
    weeks=26, weekday=SATURDAY, starts=time(10), ends=time(18), zone=BERLIN,
    place="Regions’ booth", address="Rheinuferpromenade", city="Düsseldorf", country="DE",
    places=(Places(("Volunteer", "ボランティア", "Helferin oder Helfer"), 24, 24),),
)  # fmt: skip

RETURNEE_RECEPTION = DemonstrationEvent(
    key="returnee-reception-london",
    kind="reception",
    host="London",
    partner="JETAA London",
    title=("Returnee reception, London", "ロンドン帰国者歓迎レセプション", "Empfang für Rückkehrer, London"),
    summary=(
        "A warm welcome home for those who finished their term this year.",
        "今年任期を終えて帰国された皆さんを、お迎えする会です。",
        "Ein herzliches Willkommen für alle, deren Zeit in Japan in diesem Jahr zu Ende ging.",
    ),
    description=(
        "Meet the local chapter, people from the office and those who returned before you. Light food and drinks.",
        "地元の支部のメンバー、事務所職員、先に帰国した皆さんと交流できます。軽食と飲み物をご用意します。",
        "Lernen Sie die Gruppe vor Ort, das Büro und frühere Rückkehrer kennen. Für Imbiss und Getränke ist gesorgt.",
    ),
    spoken=("en", "ja"),
    weeks=3, weekday=FRIDAY, starts=time(18, 30), ends=time(21), zone=LONDON,
    place="Reception hall (demonstration)", address="Whitehall", city="London", country="GB",
    places=(
        Places(("Returnee", "帰国者", "Zurück aus Japan"), 80, 61),
        Places(("Guest of the office", "来賓", "Gast des Büros"), 15, 6),
    ),
)  # fmt: skip

CONVERSATION = DemonstrationEvent(
    key="conversation-evening-london",
    kind="social",
    host="JETAA London",
    partner="",
    title=(
        "Japanese conversation evening for new JETs",
        "新規JET参加者のための日本語会話の夕べ",
        "Japanischer Gesprächsabend für neue JETs",
    ),
    summary=(
        "Small tables, patient partners: the first sentences before the first day at school.",
        "少人数のテーブルで、初登校の前に最初の一言を練習します。",
        "Kleine Tische, geduldige Gesprächspartner: die ersten Sätze vor dem ersten Schultag.",
    ),
    description=("", "", ""),
    spoken=("en", "ja"),
    weeks=0, weekday=MONDAY, starts=time(18, 30), ends=time(20, 30), zone=LONDON, today=True,
    place="Community room (demonstration)", address="Holborn", city="London", country="GB",
    join_url="https://meet.example.org/conversation",
    places=(
        Places(("In the room", "会場参加", "Vor Ort"), 30, 27),
        Places(("Online", "オンライン参加", "Online"), None, 14, online=True),
    ),
)  # fmt: skip

DUBLIN_TALK = DemonstrationEvent(
    key="explanation-evening-dublin",
    kind="explanation",
    host="London",
    partner="",
    title=("JET explanation evening, Dublin", "JETプログラム説明会（ダブリン）", "Informationsabend zu JET, Dublin"),
    summary=(
        "How the programme works, who can apply from Ireland, and what the interview is like.",
        "プログラムの仕組み、アイルランドからの応募方法、面接の様子をご紹介します。",
        "Wie das Programm abläuft, wer sich aus Irland bewerben kann und wie das Auswahlgespräch ist.",
    ),
    description=("", "", ""),
    spoken=("en",),
    weeks=7, weekday=WEDNESDAY, starts=time(19), ends=time(20, 30), zone=DUBLIN,
    place="", address="", city="Dublin", country="IE", join_url="https://meet.example.org/dublin",
    places=(Places(("Online", "オンライン参加", "Online"), 200, 38, online=True),),
)  # fmt: skip

SPRING_FAIR = DemonstrationEvent(
    key="spring-fair-draft",
    kind="fair",
    host="London",
    partner="",
    title=(
        "Experience Japan, Dublin: regions’ table",
        "エクスペリエンス・ジャパン（ダブリン）",
        "Experience Japan, Dublin",
    ),
    summary=(
        "Being prepared: which regions send material, who stands at the table.",
        "準備中です。",
        "In Vorbereitung.",
    ),
    description=("", "", ""),
    spoken=("en",),
    weeks=22, weekday=SUNDAY, starts=time(11), ends=time(17), zone=DUBLIN,
    place="Farmleigh", address="Phoenix Park", city="Dublin", country="IE", state="draft",
    places=(Places(("Volunteer", "ボランティア", "Helferin oder Helfer"), 12),),
)  # fmt: skip

WALK = DemonstrationEvent(
    key="autumn-walk-edinburgh",
    kind="social",
    host="JETAA Scotland",
    partner="",
    title=("Hill walk with JET alumni, Edinburgh", "JET経験者とのハイキング（エディンバラ）", "Wanderung, Edinburgh"),
    summary=(
        "Up Arthur’s Seat and down to a pub.",
        "アーサーズ・シートに登り、帰りはパブへ。",
        "Auf den Arthur’s Seat und danach ins Pub.",
    ),
    description=("", "", ""),
    spoken=("en",),
    weeks=2, weekday=SATURDAY, starts=time(11), ends=time(15), zone=LONDON,
    place="Holyrood car park", address="Queen’s Drive", city="Edinburgh", country="GB", state="cancelled",
    reason="The weather office warns of storms on that day.",
    places=(Places(("Walker", "参加者", "Teilnahme"), 25, 9),),
)  # fmt: skip

EVENTS = (
    EXPLANATION_DAY, CAREER_EVENING, JAPAN_TAG, RETURNEE_RECEPTION, CONVERSATION, DUBLIN_TALK, SPRING_FAIR, WALK,
)  # fmt: skip
