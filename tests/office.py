"""A small ministry for tests: files as users write them, and a workspace made of them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

from attrs import define, field

from govpr.http.client import Client
from govpr.models import Campaign
from govpr.platforms.protocol import Platform
from govpr.workspace import Workspace

WIB = timezone(timedelta(hours=7))
MORNING = datetime(2026, 11, 3, 9, tzinfo=WIB)

AGENCY = """
govpr = 1
[agency]
id = "kemenag-contoh"
name = "Kementerian Contoh"
website = "https://contoh.go.id"
units = [{ id = "humas", name = "Hubungan Masyarakat" }, { id = "daerah", name = "Kantor Daerah" }]

[[accounts]]
id = "situs"
platform = "newsroom"
handle = "contoh"
agency = "kemenag-contoh"
"""

_COLUMNS = "id,name,number,kind,unit,languages,region,course,completed,badge,badge_issued,accounts,consent"
_TRAINED = "Dasar,2026-01-05,B"
_SINCE = "2026-01-07T08:00:00+07:00"
OFFICERS = f"""\
{_COLUMNS}
ketua,Ketua (contoh),198001012005011001,nip,humas,id,ID,,,,,,
penulis,Penulis (contoh),198102022006022002,nip,humas,id,ID,,,,,,
ani,Ani (contoh),199003032015032003,nip,daerah,id en,ID-JB,{_TRAINED}-1,2026-01-06,mastodon:@ani@sosial.example,{_SINCE}
beni,Beni (contoh),199104042016041004,nip,daerah,id,ID-PA,{_TRAINED}-2,2026-01-06,mastodon:@beni@sosial.example,{_SINCE}
"""

CAMPAIGN = """
govpr = 1
[campaign]
id = "layanan"
title = "Layanan baru"
agency = "kemenag-contoh"
goal = "Warga tahu layanan baru"
audience = "Warga"
author = "penulis"
starts = 2026-11-01
ends = 2026-11-30

[campaign.participants]
units = ["daerah"]
accounts = ["situs"]

[[campaign.messages]]
id = "buka"
title = "Loket buka hari Sabtu"
links = ["https://contoh.go.id/loket"]

[[campaign.messages.variants]]
id = "a"
text = "Mulai pekan ini loket pelayanan buka juga pada hari Sabtu pagi."

[[campaign.messages.variants]]
id = "b"
text = "Sulit datang di hari kerja? Kini Anda dapat mengurus surat setiap Sabtu."

[[campaign.waves]]
id = "pertama"
at = 2026-11-03T09:00:00+07:00
messages = ["buka"]
"""


@define
class Clock:
    """A clock that stands still until it is told otherwise."""

    now: datetime = field(default=MORNING)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@define
class Office:
    """A folder with files, a clock, and workspaces opened on them."""

    folder: Path
    clock: Clock = field(factory=Clock)
    platforms: Mapping[str, Platform] = field(factory=dict)
    client: Callable[[], Client] | None = None

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def open(self) -> Workspace:
        return Workspace.open(
            self.folder / "kantor",
            clock=self.clock,
            jitter=lambda: 1.0,
            platforms=self.platforms,
            client=self.client() if self.client else None,
        )

    def found(self, agency: str = AGENCY, officers: str = OFFICERS) -> Workspace:
        """Make the workspace with its agency and officers, and open it."""
        path = self.write("agency.toml", agency)
        made = Workspace.init(self.folder / "kantor", agency=path, clock=self.clock, platforms=self.platforms)
        made.close()
        workspace = self.open()
        workspace.officers.load(self.write("officers.csv", officers))
        return workspace

    def campaign(self, workspace: Workspace, text: str = CAMPAIGN) -> Campaign:
        return workspace.campaigns.load(self.write("campaign.toml", text))

    def go_live(self) -> None:
        settings = self.folder / "kantor" / "govpr.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("live = false", "live = true"), "utf-8")


def with_account(platform: str, account: str = "kanal", **more: str) -> str:
    """The agency's file with one more official account."""
    extra = "".join(f"{name} = {value if value.startswith('{') else repr(value)}\n" for name, value in more.items())
    return f"""{AGENCY}
[[accounts]]
id = "{account}"
platform = "{platform}"
handle = "{account}"
agency = "kemenag-contoh"
{extra}"""


def for_account(account: str = "kanal", text: str = CAMPAIGN) -> str:
    """The campaign for one official account alone."""
    return text.replace('units = ["daerah"]\n', "").replace('["situs"]', f'["{account}"]')
