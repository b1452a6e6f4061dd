"""What lies in an evidence pack, under which names, and its manifest (R109). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from fangxiu_app.evidence.pack_checker import FORMAT, MANIFEST, SEAL, seal_text, sha256

INDEX, README, CHECKER = "index.pdf", "README.txt", "check.py"
#: Originals up to this number are put together while the user waits.
IMMEDIATE = 20

ABOUT = """证据包说明

本压缩包由房修管理系统导出，内容如下：

  {index}        证据目录（先看这份）：证据清单、工单记录、保管记录
  originals/       原件，与收到时逐字节相同，未压缩、未改动
  letters/         已发函件，按系统格式打印，含送达记录
  complaints/      客户投诉，按投诉处理单打印
  signatures/      业主在屏幕上的签名
  {manifest}    文件清单：每个文件的大小与 SHA-256，证据登记内容，记录链
  {seal}  文件清单的 SHA-256
  {checker}         核验程序，只用 Python 3 自带功能，不联网、不改动任何文件

如何核验：

  1. 把压缩包解压到一个空文件夹。
  2. 在该文件夹中运行：  python3 {checker}
     （Windows：  py {checker}）
     也可以不解压，直接运行：  python3 {checker} 证据包.zip
  3. 显示“核验通过”，说明所有文件与导出时完全一致。
     任何文件被更改、缺少、多出或改名，程序都会逐一指出文件名。
  4. 程序最后显示清单编号（SHA-256）。它登记在系统的保管记录中；两者一致，说明这就是当时导出的那一份。

记录链：每条保管记录都包含前一条的摘要。更改、删除或事后插入任何一条，后面的摘要都对不上，程序会指出是第几条。

法律依据：《民事诉讼法》第六十六条（电子数据是证据的一种）；《最高人民法院关于民事诉讼证据的若干规定》第十四条、第十五条、
第九十三条、第九十四条（电子数据的范围、原件与真实性的判断）；《电子签名法》第五条、第六条、第八条。
"""


def original_name(number: int, evidence: str, file_name: str, suffix: str = "") -> str:
	"""Path of an original in the pack: its number, its evidence, the ending of its own name; plain letters only."""
	ending = re.search(r"\.[A-Za-z0-9]{1,8}$", file_name or "")
	plain = re.sub(r"[^A-Za-z0-9.-]+", "-", evidence).strip("-.") or "file"
	return f"originals/{number:03d}-{plain}{suffix}{ending.group().lower() if ending else ''}"


def readme() -> bytes:
	"""The text that says what lies in the pack and how to check it."""
	text = ABOUT.format(index=INDEX, manifest=MANIFEST, seal=SEAL, checker=CHECKER)
	return text.replace("\n", "\r\n").encode("utf-8-sig")


def manifest(facts: Mapping[str, object], files: Mapping[str, bytes]) -> dict[str, bytes]:
	"""manifest.json over ``files`` and with ``facts``, and its seal: {path: content}.

	``facts`` has subject, made_at, made_by, evidence, papers, signatures, letters, complaints, chains and views.
	"""
	listed = [
		{"path": path, "size": len(content), "sha256": sha256(content)}
		for path, content in sorted(files.items())
	]
	text = json.dumps(
		{"format": FORMAT, **facts, "files": listed}, ensure_ascii=False, indent=1, sort_keys=True
	)
	content = text.encode()
	return {MANIFEST: content, SEAL: seal_text(sha256(content)).encode()}
