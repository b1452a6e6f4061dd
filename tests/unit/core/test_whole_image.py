"""A photo that breaks off is told by its format's structure, wherever it breaks off."""

from __future__ import annotations

import zlib

import pytest

from fangxiu_app.core.files.whole_image import is_whole


def chunk(kind: bytes, data: bytes) -> bytes:
	return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def segment(marker: int, data: bytes) -> bytes:
	return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2, "big") + data


HEAD = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13))
PNG = HEAD + chunk(b"IDAT", bytes(200)) + chunk(b"IEND", b"")
PIXELS = bytes(range(200)) + b"\xff\x00" * 20
SMALL = b"\xff\xd8" + segment(0xDB, bytes(65)) + segment(0xDA, bytes(10)) + PIXELS + b"\xff\xd9"
#: As telephones write it: a small picture in the head, and filling before a marker.
JPEG = b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + SMALL) + b"\xff" + segment(0xDB, bytes(65)) + segment(0xDA, bytes(10)) + PIXELS + b"\xff\xd9"
GIF = b"GIF89a" + bytes(range(1, 50)) + b";"
WEBP = b"RIFF" + (104).to_bytes(4, "little") + b"WEBP" + bytes(100)
BMP = b"BM" + (120).to_bytes(4, "little") + bytes(114)


@pytest.mark.clause("R109")
@pytest.mark.parametrize("photo", [PNG, JPEG, SMALL, GIF, WEBP, BMP])
def test_only_the_whole_photo_is_whole(photo):
	assert is_whole(photo)
	assert [cut for cut in range(12, len(photo)) if is_whole(photo[:cut])] == []


@pytest.mark.parametrize("photo", [PNG, JPEG, WEBP, BMP])
def test_what_a_telephone_writes_behind_the_end_does_not_count(photo):
	assert is_whole(photo + b"of its own \xff\xda")


@pytest.mark.parametrize("broken", [HEAD + chunk(b"IEND", b""), PNG[:60] + chunk(b"IEND", b""), b"\xff\xd8\xff\xd9", b"\xff\xd8" + bytes(50)])
def test_a_head_with_an_end_is_no_photo(broken):
	assert not is_whole(broken)


@pytest.mark.parametrize("other", [b"%PDF-1.4", b"\0\0\0\x18ftypheic", b"ID3", b""])
def test_other_files_are_not_judged(other):
	assert is_whole(other)
