"""Texts that other projects read name no person, unit or number, however it is written; what a lesson says otherwise passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.estate import rules_shared_text as rules
from fangxiu_app.estate.rules_shared_text import Known

FIELD = Field("Defect Feedback", "lesson")
KNOWN = Known(("3-2-1501", "A2-501", "1-1-101", "东区3-负101"), ("王晓明", "李 山", "Li Na", "张", "NG", "杭州湖滨置业有限公司"))
WAYS = ("0123456789", "零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖", "０１２３４５６７８９", "○①②③④⑤⑥⑦⑧⑨")
SIGNS = st.sampled_from(("", ".", "_", "-", " ", "·", " . ", "—", "/", "\u3000", "\u200b", ")("))


def personal(text: str, known: Known | None = KNOWN) -> bool:
	return bool(rules.violations([(FIELD, text)], known))


@pytest.mark.clause("R113")
@pytest.mark.parametrize(("text", "found"), [("1991.2.345678", True), ("1991.2.3", False), ("2026年11月", False), ("2026-11-30 09:00", False), ("2026.11", False)])
def test_what_begins_like_a_date_and_goes_on_is_a_number(text, found):
	assert personal(f"下次先问 {text} 再开工", None) is found


@pytest.mark.clause("R113")
@given(st.sampled_from(("13800010002", "19912345678", "057187654321", "02155551234", "4008201501")), st.sampled_from(WAYS), st.data())
def test_a_telephone_is_found_with_any_digits_and_signs_in_it(number, digits, data):
	cuts = sorted(data.draw(st.sets(st.integers(3, len(number) - 1), max_size=4)))
	parts = [number[start:end] for start, end in zip([0, *cuts], [*cuts, len(number)], strict=True)]
	text = parts[0] + "".join(data.draw(SIGNS) + part for part in parts[1:])
	text = text.translate(str.maketrans("0123456789", digits))
	assert personal(f"下次先问 {text} 再开工", None), text


@pytest.mark.clause("R110", "R113")
@pytest.mark.parametrize(
	"text",
	[
		"业主电话1.3.8.0.0.0.1.0.0.0.2",
		"请联系 138_0001_0002",
		"幺三八零零零一零零零二",
		"138OOO1OOO2",
		"2026-11-29 13800010002",
		"a.b+c@qq.com",
		"a_b ＠ qq．com",
		"wang (at) example.com",
		"微信号：wang_2026",
		"QQ 12345",
		"330106 19900101 1234",
		"电话 8765 4321",
		"A2-501 渗漏",
		"A2栋501",
		"a2栋的 501 厨房",
		"1#1-101",
		"1#-101",
		"1号楼1单元101",
		"三栋的1501",
		"3 # 2 单元 1501 室",
		"东区3栋负101",
		"王晓明的房子",
		"王　晓 明提出",
		"李山家",
		"to Li  Na",
		"杭州湖滨置业有限公司",
	],
)
def test_numbers_units_and_people_of_the_project(text):
	assert personal(text)


@pytest.mark.parametrize(
	"text",
	[
		"",
		"同类节点先做样板，淋水 24 小时，附加层 500 mm，GB 50345-2012 第 4.5.1 条",
		"2026-05-15 至 2026-06-01 抽查 30 户，空鼓 13.5%，面积 1200 m2，第 3 次复验合格",
		"钢筋 Φ8@200，A2-502 型角阀换成 DN20，压力 1.6 MPa",
		"三房两厅、2房户型的防水上翻 300 mm；一般问题七日内回访",
		"Lina used tiles, baseline 300; long joints",
		"3栋 2400 mm 高的窗，12 栋 300 户，一层与二层",
		"每 3-5 天巡查一次，4-101 图集",
		"张贴温馨提示",
	],
)
def test_what_a_lesson_says_otherwise_passes(text):
	assert not personal(text)


def test_names_and_codes_are_known_by_their_project_alone():
	assert not personal("A2-501 渗漏，王晓明", None)
	assert rules.violations([(FIELD, "x"), (FIELD, "见 A2-501")], KNOWN) == [Violation("shared_text_personal", (FIELD, "A2-501"))]
	assert rules.violations([(FIELD, "王 晓 明")], KNOWN)[0].params == (FIELD, "王晓明")
	assert len(rules.violations([(FIELD, "电话 " + "13800010002 " * 20)])[0].params[1]) <= rules.SHOWN
