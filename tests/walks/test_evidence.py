"""The evidence of a compensation: what is missing, and the pack that its receiver checks."""

from __future__ import annotations

from tests.walks.pages import MANAGER
from tests.walks.test_chain_complaint_paid import SIGNED
from tests.walks.world import check_pack


def test_the_manager_looks_what_is_missing_and_hands_the_pack_over(people):
	manager = people("房修经理")
	with manager.chapter(MANAGER, "证据：是否齐全与证据包"):
		with manager.step(
			"点工作台上的“证据是否齐全”：业主原因移交、扣款和赔付各占一行，缺什么写在“缺少的证据”里；去掉“只看不完整”就看到全部。",
			clicks=2,
			requests=12,
			picture="end",
		):
			manager.click("证据是否齐全")
			manager.sees("缺少的证据")
			manager.click("只看不完整")
			manager.sees(SIGNED[0])
		with manager.step("点单号打开这一张：上方“证据是否齐全”列出还缺的，补上后再看。", clicks=1, requests=20):
			manager.click(SIGNED[0])
			manager.sees("证据是否齐全")
		with manager.step(
			"点“证据包”：下载的压缩包里有目录、原件、函件、签名、清单和核验程序；这次导出记在保管记录里。",
			clicks=1,
			requests=6,
		):
			pack = manager.saves("证据包")
	words = check_pack(pack)
	assert "核验通过" in words
	changed = check_pack(pack, exchange="index.pdf")
	assert "更改 CHANGED] index.pdf" in changed
