"""Pictures made by code, and what happens to pictures on their way through chats: for `benchmarks.images`."""

import io
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFont, ImageOps

Rng = np.random.Generator
_LEAST = 256
Make = Callable[[Rng], Image.Image]
Change = Callable[[Image.Image, Rng], Image.Image]
WORDS = (
    *("bantuan", "sosial", "pemerintah", "banjir", "gempa", "vaksin", "gratis", "daftar", "tautan", "resmi", "warga"),
    *("kementerian", "presiden", "menteri", "desa", "kota", "bendungan", "jalan", "listrik", "pulsa", "kuota", "hoaks"),
    *("hadiah", "undian", "bank", "rekening", "fakta", "cek", "saring", "sebelum", "sharing"),
)


def texture(rng: Rng) -> Image.Image:
    """Coloured noise with the spectrum of nature: much alike in its statistics, different in its places."""
    high, wide = int(rng.integers(360, 900)), int(rng.integers(480, 1200))
    down, across = np.fft.fftfreq(high)[:, None], np.fft.rfftfreq(wide)[None, :]
    fall = np.maximum(np.hypot(down, across), 1 / max(high, wide)) ** -rng.uniform(1.0, 1.8)
    shared = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((high, wide))) * fall, s=(high, wide))
    planes = [
        shared + 0.4 * np.fft.irfft2(np.fft.rfft2(rng.standard_normal((high, wide))) * fall, s=(high, wide))
        for _ in range(3)
    ]
    values = [(plane - plane.mean()) / plane.std() * rng.uniform(35, 60) + rng.uniform(90, 160) for plane in planes]
    return Image.fromarray(np.clip(np.dstack(values), 0, 255).astype(np.uint8))


def scene(rng: Rng) -> Image.Image:
    """A sky, and things in front of it."""
    wide, high = int(rng.integers(600, 1300)), int(rng.integers(500, 1000))
    sky = Image.linear_gradient("L").resize((wide, high)).rotate(int(rng.integers(0, 4)) * 90, expand=False)
    picture = ImageOps.colorize(sky, colour(rng), colour(rng))
    draw = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(5, 14))):
        x, y = rng.uniform(0, wide), rng.uniform(0, high)
        w, h = rng.uniform(0.05, 0.35, 2) * (wide, high)
        box = (x - w, y - h, x + w, y + h)
        kind = int(rng.integers(3))
        if kind == 0:
            draw.ellipse(box, fill=colour(rng))
        elif kind == 1:
            draw.rectangle(box, fill=colour(rng))
        else:
            points = [(x + rng.normal() * w, y + rng.normal() * h) for _ in range(int(rng.integers(3, 7)))]
            draw.polygon(points, fill=colour(rng))
    return grain(picture, rng, 6)


def poster(rng: Rng) -> Image.Image:
    """Large words on colours, as posters with claims have."""
    wide, high = int(rng.integers(600, 1100)), int(rng.integers(600, 1100))
    picture = Image.new("RGB", (wide, high), colour(rng))
    draw = ImageDraw.Draw(picture)
    for _ in range(3):
        x, y, w, h = rng.uniform(0, 1, 4) * (wide, high, wide * 0.6, high * 0.5)
        draw.rectangle((x, y, x + w, y + h), fill=colour(rng))
    lines(draw, rng, (40, 60, wide - 40, high - 60), int(rng.integers(34, 90)), colour(rng))
    return picture


def plot(rng: Rng) -> Image.Image:
    """A chart with axes."""
    wide, high = 900, 600
    picture = Image.new("RGB", (wide, high), "white")
    draw = ImageDraw.Draw(picture)
    draw.line((80, 40, 80, 540, 860, 540), fill="black", width=3)
    values, fill = rng.uniform(20, 480, int(rng.integers(4, 14))), colour(rng)
    step = 760 / len(values)
    tops = [(90 + step * place, 540 - value) for place, value in enumerate(values)]
    if chance(rng):
        for x, y in tops:
            draw.rectangle((x, y, x + step * 0.7, 540), fill=fill)
    else:
        draw.line(tops, fill=fill, width=6)
    lines(draw, rng, (120, 5, 860, 40), 24, (0, 0, 0))
    return picture


def chat(rng: Rng) -> Image.Image:
    """A screenshot of a chat: the same frame each time, other words in it. Hard: to the eye from afar all are alike."""
    picture = Image.new("RGB", (720, 1280), (236, 229, 221))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 720, 110), fill=(7, 94, 84))
    lines(draw, rng, (120, 35, 500, 80), 34, (255, 255, 255))
    y, last = 150, 1150
    while y < last:
        mine, tall = chance(rng), int(rng.integers(70, 330))
        left = 160 if mine else 30
        draw.rounded_rectangle((left, y, left + 530, y + tall), 18, fill=(220, 248, 198) if mine else (255, 255, 255))
        lines(draw, rng, (left + 20, y + 14, left + 510, y + tall - 14), 26, (20, 20, 20))
        y += tall + 24
    return picture


def letter(rng: Rng) -> Image.Image:
    """A page of text: harder still."""
    picture = Image.new("RGB", (800, 1130), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((80, 60, 160, 140), fill=(60, 60, 60))
    draw.line((60, 165, 740, 165), fill="black", width=4)
    y, last = 200, 1040
    while y < last:
        tall = int(rng.integers(60, 260))
        lines(draw, rng, (70, y, 730, min(y + tall, 1070)), 22, (10, 10, 10))
        y += tall + 26
    return picture


KINDS: Mapping[str, Make] = {"texture": texture, "scene": scene, "poster": poster, "plot": plot}
HARD: Mapping[str, Make] = {"chat": chat, "letter": letter}


def photos() -> list[Image.Image]:
    """Openly licensed photographs inside the wheel of scikit-image, where it is installed."""
    try:
        folder = Path(str(import_module("skimage.data").__file__)).parent
    except ImportError:
        return []
    opened = [Image.open(path) for path in sorted(folder.glob("*")) if path.suffix in (".png", ".jpg", ".jpeg")]
    return [picture.convert("RGB") for picture in opened if min(picture.size) >= _LEAST]


def chance(rng: Rng) -> bool:
    return bool(rng.integers(2))


def colour(rng: Rng) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(0, 256, 3))
    return red, green, blue


def lines(
    draw: ImageDraw.ImageDraw, rng: Rng, box: tuple[float, float, float, float], size: int, fill: tuple[int, int, int]
) -> None:
    """Words, line by line, until a box is full."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = box
    while top + size <= bottom:
        words = " ".join(rng.choice(WORDS, 12))
        while draw.textlength(words, font) > right - left and " " in words:
            words = words.rpartition(" ")[0]
        draw.text((left, top), words, fill, font)
        top += size * 1.35


def grain(picture: Image.Image, rng: Rng, strength: float) -> Image.Image:
    noise = rng.normal(0, strength, (picture.height, picture.width, 1))
    return Image.fromarray(np.clip(np.asarray(picture, dtype=np.float32) + noise, 0, 255).astype(np.uint8))


def jpeg(picture: Image.Image, quality: int) -> Image.Image:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=quality)
    return Image.open(io.BytesIO(kept.getvalue())).convert("RGB")


def cut(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """A picture without some parts of its edges."""
    wide, high = picture.size
    return picture.crop((int(wide * left), int(high * top), int(wide * (1 - right)), int(high * (1 - bottom))))


def captioned(picture: Image.Image, rng: Rng, place: str, share: float = 0.18) -> Image.Image:
    """A bar with words above or below."""
    tall = int(picture.height * share)
    paper = "white" if chance(rng) else "black"
    made = Image.new("RGB", (picture.width, picture.height + tall), paper)
    made.paste(picture, (0, tall if place == "top" else 0))
    ink = (0, 0, 0) if paper == "white" else (255, 255, 255)
    y = 0 if place == "top" else picture.height
    lines(ImageDraw.Draw(made), rng, (10, y + 6, picture.width - 10, y + tall - 6), max(14, tall // 3), ink)
    return made


def marked(picture: Image.Image, rng: Rng) -> Image.Image:
    """A watermark over its middle, as fact-checkers stamp pictures."""
    layer = Image.new("L", picture.size)
    size = picture.width // 7
    ImageDraw.Draw(layer).text((picture.width * 0.18, picture.height * 0.4), "HOAKS", 130, ImageFont.load_default(size))
    layer = layer.rotate(float(rng.uniform(-25, 25)))
    return Image.composite(Image.new("RGB", picture.size, (220, 20, 20)), picture, layer)


def framed(picture: Image.Image, rng: Rng) -> Image.Image:
    """A screenshot of a phone that shows it: bars above and below, an edge at the sides."""
    wide, high = picture.size
    made = Image.new("RGB", (int(wide * 1.06), int(high * 1.5)), "white" if chance(rng) else (18, 18, 18))
    made.paste(picture, (int(wide * 0.03), int(high * 0.22)))
    draw = ImageDraw.Draw(made)
    ink = (128, 128, 128)
    lines(draw, rng, (30, 10, wide * 0.8, high * 0.2), max(14, int(high * 0.045)), ink)
    lines(draw, rng, (30, high * 1.26, wide * 0.7, high * 1.45), max(14, int(high * 0.04)), ink)
    return made


VARIANTS: Mapping[str, Change] = {
    "resized to 40 %": lambda p, _: p.resize((max(1, int(p.width * 0.4)), max(1, int(p.height * 0.4)))),
    "other proportions": lambda p, _: p.resize((int(p.width * 0.8), p.height)),
    "JPEG quality 30": lambda p, _: jpeg(p, 30),
    "cropped 5 %": lambda p, _: cut(p, 0.05, 0.05, 0.05, 0.05),
    "cropped 10 %": lambda p, _: cut(p, 0.1, 0.1, 0.1, 0.1),
    "cropped 15 %": lambda p, _: cut(p, 0.15, 0.15, 0.15, 0.15),
    "cropped at one edge, 15 %": lambda p, rng: cut(p, *np.roll([0.15, 0, 0, 0], int(rng.integers(4)))),
    "caption above": lambda p, rng: captioned(p, rng, "top"),
    "caption below": lambda p, rng: captioned(p, rng, "bottom"),
    "brighter": lambda p, _: ImageEnhance.Brightness(p).enhance(1.35),
    "darker, less contrast": lambda p, _: ImageEnhance.Contrast(ImageEnhance.Brightness(p).enhance(0.7)).enhance(0.75),
    "in grey": lambda p, _: ImageOps.grayscale(p).convert("RGB"),
    "watermark": marked,
    "mirrored": lambda p, _: ImageOps.mirror(p),
    "screenshot": framed,
    "chained": lambda p, rng: jpeg(
        captioned(cut(p, 0.04, 0.04, 0.04, 0.04).resize((int(p.width * 0.5), int(p.height * 0.5))), rng, "top"), 40
    ),
}


def made(kinds: Mapping[str, Make], count: int, seed: int) -> Iterator[tuple[str, Image.Image]]:
    """Pictures of each kind in turn, the same for the same seed."""
    for place, (name, make) in ((n, list(kinds.items())[n % len(kinds)]) for n in range(count)):
        yield name, make(np.random.default_rng((seed, place)))


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures differ at all."""
    return one.size != other.size or ImageChops.difference(one, other).getbbox() is not None
