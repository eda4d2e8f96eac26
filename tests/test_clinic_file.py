"""A clinic's file: what is taken, what is refused before it can do harm, and the logo on the page."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import drawing_samples as samples
import page as validation
import pikepdf
import pytest
from PIL import Image

from planner.clinic import LARGEST_LOGO, local, read_clinic
from planner.corridor import shipped_knowledge
from planner.errors import FileError, InputError
from planner.vocabulary import Part
from templates.sheet import draw

CLINIC = 'name = "Rose Street Clinic"\ntelephone = "01632 960 001"\n'


def picture(width: int, height: int, mode: str = "RGBA") -> bytes:
    held = BytesIO()
    Image.new(mode, (width, height), (0, 90, 160, 128) if mode == "RGBA" else 0).save(held, "PNG")
    return held.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def written(folder: Path, text: str, logo: bytes | None = None) -> Path:
    path = folder / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    if logo is not None:
        (folder / "logo.png").write_bytes(logo)
    return path


def test_a_clinic_is_read_whole(tmp_path: Path) -> None:
    text = (
        CLINIC + 'address = ["12 Rose Street"]\nhours = "9 to 5"\nopening = "Made for you."\nlogo = "logo.png"\n[emergency]\nGB = "999"\n'
    )
    issuer = read_clinic(written(tmp_path, text, picture(30, 20)))
    assert issuer.clinic.emergency == {"GB": "999"}
    assert issuer.logo == picture(30, 20)
    here = local(shipped_knowledge(), issuer.clinic)
    assert here.country("GB").emergency == "999"
    assert here is local(shipped_knowledge(), issuer.clinic), "an edition made anew for every plan of a batch"
    other = read_clinic(written(tmp_path, text, picture(30, 21)))
    assert issuer.sha256 != other.sha256


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 3\n", "name:"),
        ('name = ""\n', "name:"),
        ('nmae = "x"\n', "this key is not known"),
        (CLINIC + 'telephone = "1"\n', "clinic.toml"),
        ('name = "a\\nb"\n', "name:"),
        ('name = "A"\n[emergency]\nGB = "call me"\n', "emergency.GB"),
        ('name = "A"\n[emergency]\ngb = "999"\n', "emergency.gb"),
        ("name = ", "TOML"),
        ('name = "A"\naddress = ["1", "2", "3", "4", "5", "6"]\n', "address"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_clinic(written(tmp_path, text))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: bomb(60_000, 60_000), "60,000 by 60,000 pixels"),
        (lambda: bomb(4_000, 3_999), "pixels"),
        (lambda: bomb(0, 5), "pixels"),
        (lambda: bytes(LARGEST_LOGO + 1), "larger than"),
        (lambda: b"GIF89a" + bytes(40), "not a PNG"),
        (lambda: b"\x89PNG\r\n\x1a\n", "not a PNG"),
    ],
)
def test_a_logo_is_refused_before_it_is_unpacked(tmp_path: Path, make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_clinic(written(tmp_path, CLINIC + 'logo = "logo.png"\n', make()))


def test_a_missing_logo_or_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"logo\.png"):
        read_clinic(written(tmp_path, CLINIC + 'logo = "logo.png"\n'))
    with pytest.raises(FileError, match="nowhere"):
        read_clinic(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("mode", ["RGBA", "L", "1"])
@pytest.mark.parametrize("profile", [validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A])
def test_a_logo_keeps_the_standards_and_the_file_small(mode: str, profile: validation.ValidationProfile) -> None:
    data = draw(samples.START, Part.patient, picture(1200, 600, mode))
    report = validation.validate_pdf_bytes(data, profile=profile)
    assert report.is_compliant, report.failures
    assert len(data) < 130_000
    with pikepdf.open(BytesIO(data)) as pdf:
        logo = pdf.pages[0].Resources.XObject.Logo
        assert str(logo.ColorSpace) == "/DeviceGray"
        assert int(logo.Height) <= 240
        assert "/SMask" not in logo


def test_a_damaged_logo_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="damaged"):
        draw(samples.START, Part.patient, picture(40, 40)[:60])
