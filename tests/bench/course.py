"""What all rows of one call share: the ground, the size of the runs, and the yardsticks, started once."""

from dataclasses import dataclass
from functools import cached_property

from tests.bench import load
from tests.bench.ground import Ground, Site, Web, processes
from tests.bench.rounds import Target

YARDSTICK_SETTINGS = "tests.bench.yardstick.settings"
YARDSTICK = "tests.bench.yardstick.wsgi"
OTHERS = 1000  # rows beside the one that is looked for, in the portal's table and in the yardstick's
ROOM = 1_000_000
FOUND, SEE_OTHER = 200, 303
WARM = 40
PAUSE = 0.2


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    rounds: int
    pages: int
    writes: int
    people: int
    list_rounds: int
    mails: int
    mail_rounds: int
    register: int
    register_rounds: int


FULL = Scale(
    rounds=5,
    pages=1500,
    writes=600,
    people=64_000,
    list_rounds=9,
    mails=28_000,
    mail_rounds=3,
    register=64_000,
    register_rounds=3,
)
QUICK = Scale(
    rounds=3,
    pages=300,
    writes=150,
    people=64_000,
    list_rounds=3,
    mails=1_000,
    mail_rounds=3,
    register=2_000,
    register_rounds=3,
)


@dataclass(frozen=True)
class Yardstick:
    """The bare page and the bare write, served."""

    web: Web
    processes: tuple[int, int]
    page_path: str
    write_path: str

    @property
    def page(self) -> Target:
        return Target(self.web.port, self.processes, FOUND)

    @property
    def write(self) -> Target:
        return Target(self.web.port, self.processes, SEE_OTHER)

    def gets(self, count: int) -> list[bytes]:
        return [load.get(self.page_path)] * count

    def posts(self, count: int) -> list[bytes]:
        return [load.post(self.write_path, b"name=Robin")] * count


@dataclass(frozen=True)
class Course:
    """One call of script/bench."""

    ground: Ground
    scale: Scale

    @cached_property
    def mould(self) -> Site:
        return self.ground.mould()

    @cached_property
    def yardstick(self) -> Yardstick:
        site = self.ground.bare("yardstick", YARDSTICK_SETTINGS)
        site.django("migrate", "--run-syncdb", "--verbosity", "0")
        paths = site.inside("tests.bench.yardstick.filling.fill", pages=OTHERS, places=ROOM)
        web = self.ground.serve(site, YARDSTICK, name="yardstick")
        yardstick = Yardstick(web, processes(self.ground, web), paths["page"], paths["write"])
        yardstick.page.run(yardstick.gets(WARM), 8)
        yardstick.write.run(yardstick.posts(WARM), 8)
        return yardstick

    def portal(self, name: str) -> Site:
        """A portal's database of this row's own."""
        _ = self.mould
        return self.ground.portal(name)
