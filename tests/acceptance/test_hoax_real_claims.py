"""With real claims: a whole import, known hoaxes, and plain service messages that must pass. Texts here are our own."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from govpr.hoaxes import Decision, HoaxIndex, check, read_factchecks, screen
from govpr.hoaxes.matching import Lookup
from govpr.models import FactCheck, Severity

Facts = dict[str, FactCheck]

CLEAN = [
    "Pendaftaran Sekolah Rakyat dibuka untuk keluarga prasejahtera. Datang ke dinas sosial dengan kartu keluarga.",
    "Cek Kesehatan Gratis dapat dilakukan pada bulan ulang tahun Anda di puskesmas terdekat. Daftar lewat SATUSEHAT.",
    "Program Makan Bergizi Gratis mulai berjalan di 25 sekolah dasar minggu ini. Dapur diperiksa setiap hari.",
    "Siaga banjir: siapkan tas darurat, matikan listrik bila air masuk rumah, dan ikuti arahan petugas BPBD.",
    "Layanan perpanjangan SIM keliling hari ini berada di alun-alun kota pukul 08.00 sampai 12.00. Bawa KTP asli.",
    "Pajak kendaraan bermotor dapat dibayar secara daring. Bukti bayar berlaku sebagai pengesahan selama 30 hari.",
    "Vaksinasi campak rubela untuk anak usia 9 sampai 59 bulan tersedia gratis di posyandu dan puskesmas.",
    "Bantuan pangan beras 10 kilogram disalurkan di kantor desa mulai Senin. Penerima dihubungi perangkat desa.",
    "Pencairan Program Keluarga Harapan tahap ketiga dilakukan bertahap lewat rekening penerima. Cek di laman resmi.",
    "Rekrutmen calon pegawai negeri sipil hanya diumumkan di laman resmi BKN. Waspadai janji kelulusan.",
    "Jalan nasional ruas kilometer 12 ditutup sementara karena perbaikan jembatan. Gunakan jalan lingkar timur.",
    "BMKG memprakirakan hujan lebat disertai petir di pesisir selatan besok sore. Nelayan diimbau menunda melaut.",
    "Gempa bumi magnitudo 5,2 terasa di beberapa kecamatan dan tidak berpotensi tsunami. Periksa bangunan rumah Anda.",
    "Iuran BPJS Kesehatan tetap. Peserta dapat memeriksa status kepesertaan melalui Mobile JKN atau menghubungi 165.",
    "Kartu Indonesia Pintar Kuliah membuka pendaftaran untuk lulusan SMA. Siapkan nomor induk siswa.",
    "Pemerintah kota membuka pelatihan kerja gratis bidang pengelasan, menjahit, dan pemrograman. Ada sertifikat.",
    "Harga cabai dan beras di pasar induk turun minggu ini. Pemantauan dilakukan setiap pagi oleh dinas perdagangan.",
    "Subsidi pupuk disalurkan lewat kios resmi. Petani cukup menunjukkan KTP yang terdaftar dalam kelompok tani.",
    "Koperasi Desa Merah Putih mulai melayani simpan pinjam anggota. Syaratnya dapat ditanyakan di balai desa.",
    "Imbauan: jangan membagikan kode OTP, kata sandi, atau nomor kartu kepada siapa pun yang mengaku petugas bank.",
    "Petugas sensus ekonomi akan mendatangi rumah Anda dengan surat tugas dan tanda pengenal. Data Anda dirahasiakan.",
    "Pemadaman listrik terencana pada Sabtu pukul 09.00 sampai 13.00 untuk pemeliharaan gardu di tiga kelurahan.",
    "Perekaman KTP elektronik untuk pelajar berusia 17 tahun dilakukan di sekolah. Tidak perlu surat pengantar RT.",
    "Uji coba angkutan umum gratis bagi pelajar dan lansia berlangsung satu bulan. Tunjukkan kartu pelajar saat naik.",
    "Posko kesehatan mudik lebaran buka 24 jam di terminal. Istirahatlah setiap empat jam berkendara.",
    "Presiden meresmikan bendungan baru yang mengairi 4.000 hektare sawah. Warga dilibatkan mengelola irigasi.",
    "Menteri Kesehatan mengajak warga memberantas sarang nyamuk demam berdarah: kuras, tutup, dan manfaatkan kembali.",
    "Pendaftaran haji reguler dilakukan di kantor kementerian agama kabupaten dengan setoran awal di bank penerima.",
    "Rapat koordinasi penanganan karhutla digelar hari ini. Warga diminta melapor bila melihat titik api.",
    "Gaji ketiga belas ASN dibayarkan mulai bulan Juni sesuai peraturan pemerintah. Rincian ada di satuan kerja.",
]


@pytest.fixture(scope="module")
def facts(shared: Path) -> Facts:
    claims = shared / "data" / "matching" / "claims"
    turnbackhoax = read_factchecks(claims / "turnbackhoax.jsonl", publisher="TurnBackHoax")
    komdigi = read_factchecks(claims / "komdigi.jsonl", publisher="Komdigi", independent=False)
    return {fact.cid: fact for fact in (*turnbackhoax, *komdigi)}


@pytest.fixture(scope="module")
def index(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HoaxIndex]:
    with HoaxIndex.open(tmp_path_factory.mktemp("index") / "hoax.index") as index:
        index.add(facts.values())
        yield index


@pytest.fixture
def lookup(facts: Facts) -> Lookup:
    return lambda cids: {cid: facts[cid] for cid in cids if cid in facts}


def test_ten_thousand_claims_are_imported_in_one_go(facts: Facts, tmp_path: Path) -> None:
    began = perf_counter()
    with HoaxIndex.open(tmp_path / "hoax.index") as index:
        assert index.add(facts.values()) == index.count == 10_009
    assert perf_counter() - began < 20


@pytest.mark.parametrize(("name", "count"), [("ct20", 10_375), ("ct22", 14_231)])
def test_english_claims_are_read_as_they_are(shared: Path, name: str, count: int) -> None:
    facts = read_factchecks(shared / "data" / "matching" / "claims" / f"{name}.jsonl")
    assert len(facts) == count
    assert {fact.language for fact in facts} == {"en"}
    assert sum(fact.title != "" for fact in facts) > 0.9 * count


def test_a_known_hoax_is_the_same_even_in_disguise(index: HoaxIndex, lookup: Lookup) -> None:
    match = check("HEBOH!! Gunung Lawu bakal er\u200bupsi besarrr, sebarkan", index, lookup)
    assert match.decision is Decision.SAME
    assert match.factcheck is not None
    assert match.factcheck.cid == "tbh26-35352"
    finding = screen("Gunung Lawu bakal erupsi besar", index, lookup)
    assert finding is not None
    assert finding.code == "hoax.repeats"


def test_nearly_every_claim_finds_itself(facts: Facts, index: HoaxIndex, lookup: Lookup) -> None:
    some = [facts[cid] for cid in sorted(facts)[::50]]
    same = [fact for fact in some if check(fact.text, index, lookup).decision is Decision.SAME]
    assert len(same) >= 0.98 * len(some)


def test_a_clean_text_matches_nothing(index: HoaxIndex, lookup: Lookup) -> None:
    assert check(CLEAN[11], index, lookup).decision is Decision.NOTHING


def test_service_messages_pass_without_an_error(index: HoaxIndex, lookup: Lookup) -> None:
    findings = [screen(text, index, lookup) for text in [*CLEAN, " ".join(CLEAN), "\n\n".join(reversed(CLEAN))]]
    assert [finding for finding in findings if finding and finding.severity is Severity.ERROR] == []
    assert sum(finding is None for finding in findings) >= 20
