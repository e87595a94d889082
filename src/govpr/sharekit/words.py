"""The kit's own words, in Indonesian and English."""

from collections.abc import Mapping

_INDONESIAN = {
    "skip": "Langsung ke isi",
    "title": "Paket berbagi",
    "for": "Untuk {name} · {agency}",
    "lead": "Anda bebas memilih: tidak ada kewajiban, target, atau peringkat. "
    "Unggah hanya jika Anda setuju dengan isinya.",
    "none": "Tidak ada unggahan yang menunggu.",
    "posts": "Unggahan",
    "back": "Semua unggahan",
    "due": "Mulai",
    "expires": "Kode berlaku sampai",
    "account": "Akun Anda",
    "text": "Naskah",
    "part": "Bagian {number} dari {count}",
    "text_help": "Salin apa adanya. Kalau diubah, persetujuannya tidak berlaku lagi.",
    "text_file": "Naskah sebagai berkas teks",
    "disclosure": "Label keterbukaan",
    "disclosure_help": "Label ini sudah ada di dalam naskah dan harus tetap ada.",
    "media": "Gambar dan film",
    "alt": "Teks alternatif",
    "alt_help": "Unggah berkasnya, lalu isikan teks alternatif ini di kolom deskripsi.",
    "open": "Buka {platform} dengan naskah ini",
    "by_hand": "{platform} tidak punya tautan berbagi: salin naskahnya ke aplikasi.",
    "steps": "Langkah",
    "step_post": "Unggah naskah ini dari akun {account}.",
    "step_copy": "Salin alamat unggahan Anda.",
    "step_confirm": "Konfirmasikan dengan perintah ini; ganti ADDRESS dengan alamat itu:",
    "code": "Kode sekali pakai",
    "refuse": "Tidak mau? Abaikan saja halaman ini. Kodenya habis sendiri.",
    "private": "Halaman ini hanya untuk Anda. Jangan bagikan kodenya.",
}
_ENGLISH = {
    "skip": "Skip to content",
    "title": "Share kit",
    "for": "For {name} · {agency}",
    "lead": "It is your choice: there is no duty, no target and no ranking. Post only if you agree with the words.",
    "none": "No post is waiting.",
    "posts": "Posts",
    "back": "All posts",
    "due": "From",
    "expires": "Code valid until",
    "account": "Your account",
    "text": "Text",
    "part": "Part {number} of {count}",
    "text_help": "Copy it as it is. If you change it, its approval no longer holds.",
    "text_file": "Text as a file",
    "disclosure": "Disclosure label",
    "disclosure_help": "The label is in the text already and has to stay there.",
    "media": "Pictures and films",
    "alt": "Alternative text",
    "alt_help": "Upload the file, then put this text into its description.",
    "open": "Open {platform} with this text",
    "by_hand": "{platform} has no share link: copy the text into its app.",
    "steps": "Steps",
    "step_post": "Post this text from {account}.",
    "step_copy": "Copy the address of your post.",
    "step_confirm": "Confirm with this command; put that address in place of ADDRESS:",
    "code": "One-time code",
    "refuse": "Rather not? Just ignore this page. The code ends by itself.",
    "private": "This page is for you alone. Do not pass on the code.",
}


def words(language: str) -> Mapping[str, str]:
    """The words for a language: English for English, else Indonesian.

    Example:
        >>> words("en")["title"]
        'Share kit'
    """
    return _ENGLISH if language.startswith("en") else _INDONESIAN
