"""Numbers and names as they are compared: one is the same however it is typed."""

from __future__ import annotations

import re
import unicodedata

DASH = "-"
#: Dots within a name, of whichever kind.
DOTS = frozenset("·•・‧∙⋅")
#: What stands in brackets behind a name, also where the closing one is missing.
_BRACKETS = re.compile(r"[(\[{<【〔《〈「『][^)\]}>】〕》〉」』]*(?:[)\]}>】〕》〉」』]|$)")
#: What somebody is called beside their name; a name of two signs at least is left.
_BEFORE, _BEHIND = re.compile(r"^(?:业主|户主|房主|产权人)(?=..)"), re.compile(r"(?<=..)(?:本人|先生|女士|小姐|太太|业主|户主|房主|产权人)$")

#: Traditional characters that stand in names, each with the simplified one behind it.
_NAMES = (
	"劉刘陳陈張张楊杨趙赵黃黄吳吴孫孙馬马羅罗鄭郑謝谢韓韩許许鄧邓馮冯蕭萧蔣蒋葉叶閻阎鍾钟鐘钟盧卢範范譚谭陸陆賈贾韋韦鄒邹龍龙萬万錢钱湯汤喬乔賀贺賴赖龔龚龐庞顧顾齊齐嚴严聶聂魯鲁溫温蘭兰閔闵歐欧陽阳諸诸紀纪"
	"項项顏颜畢毕駱骆雲云鳳凤鮑鲍鄔邬連连應应華华鄺邝儲储鞏巩靜静麗丽偉伟強强傑杰軍军紅红寶宝國国慶庆貴贵濤涛澤泽曉晓輝辉飛飞鵬鹏東东興兴榮荣瑩莹穎颖艷艳豔艳嬌娇婭娅嬋婵瓊琼瑋玮瑤瑶璽玺環环蓮莲蘇苏薩萨藝艺"
	"蘊蕴藍蓝薔蔷蘆芦葦苇蔭荫莊庄麥麦賢贤賓宾贊赞財财貞贞賽赛贏赢鋒锋銘铭鋼钢錦锦鈞钧鈺钰鐵铁鍵键鎮镇銀银銳锐鎖锁鏡镜鑒鉴錫锡釗钊鏗铿鴻鸿鵑鹃鶯莺鶴鹤鷹鹰鸞鸾鳴鸣鯤鲲駿骏驍骁驕骄騰腾驊骅馳驰騏骐頌颂順顺顯显"
	"韻韵響响領领願愿風风颯飒飄飘養养衛卫覺觉觀观親亲訓训詠咏誠诚詩诗諾诺謙谦諒谅讓让謹谨譽誉諭谕諺谚詳详語语誼谊豐丰賜赐躍跃軒轩輕轻輔辅運运進进達达遠远適适遙遥邁迈釋释開开閣阁聞闻闊阔隨随雙双雋隽離离電电"
	"靈灵靄霭靚靓韜韬頤颐饒饶鮮鲜齡龄億亿儀仪倫伦俠侠傳传僑侨儉俭優优儷俪兒儿凱凯創创劍剑勁劲勝胜勳勋勛勋勵励協协單单厲厉叢丛啟启嘯啸園园圓圆堅坚塵尘壽寿夢梦奧奥婁娄嫻娴學学寧宁寬宽實实將将尋寻岡冈島岛嶺岭"
	"嶽岳巖岩師师帥帅廣广廬庐彌弥彥彦從从徹彻恆恒悅悦愛爱慮虑憐怜憲宪懷怀揚扬擇择擁拥敘叙時时晉晋暉晖暢畅曄晔曇昙書书棟栋業业樂乐標标樞枢樹树橋桥櫻樱權权歡欢歲岁歸归潔洁淺浅淵渊滄沧滿满漁渔漢汉漣涟潁颍潛潜"
	"澗涧濃浓濱滨瀟潇瀾澜灣湾烏乌煒炜煥焕煙烟熒荧燁烨燈灯燦灿爍烁爾尔獻献璣玑畫画發发碩硕祿禄禎祯禮礼穩稳節节篤笃簡简紋纹純纯紳绅紹绍絢绚絲丝綠绿維维綱纲綿绵緒绪緣缘緯纬縈萦績绩繡绣繪绘繼继纖纤義义習习翹翘"
	"聖圣聯联聰聪聲声肅肃臨临與与萊莱蒼苍薑姜螢萤蟬蝉鈴铃鎬镐長长問问間间關关陰阴門门閩闽蔔卜滬沪淩凌個个來来嵐岚巒峦崢峥嶸嵘璵玙瓏珑鄆郓鄲郸錚铮鏵铧鐸铎銓铨銜衔鈁钫鋮铖"
)
_SIMPLIFIED = str.maketrans(dict(zip(_NAMES[::2], _NAMES[1::2], strict=True)))


def written(text: str | None) -> str:
	"""``text`` without blanks, dashes' kinds, dots within names and signs that are not seen, in narrow letters of one case."""
	narrow = unicodedata.normalize("NFKC", text or "")
	kept = (DASH if unicodedata.category(sign) == "Pd" or sign == "−" else sign for sign in narrow if unicodedata.category(sign)[0] not in "ZC" and sign not in DOTS)
	return unicodedata.normalize("NFKC", "".join(kept).casefold())


def digits_apart(text: str | None) -> str:
	"""The same without dashes, for numbers of accounts."""
	return written(text).replace(DASH, "")


def person(text: str | None) -> str:
	"""A person's name as payees are compared: its letters and digits, without what stands in brackets and without 本人, 业主, 先生 and the like.

	李文静（本人）, 李文静., 李文靜 and 业主 李文静 女士 are one. Of traditional characters those are known that names usually have.
	"""
	narrow = written(text).translate(_SIMPLIFIED)
	name = letters(_BRACKETS.sub("", narrow)) or letters(narrow)
	return _BEHIND.sub("", _BEFORE.sub("", name))


def letters(text: str | None) -> str:
	"""Letters and digits of ``text`` alone, narrow and of one case; characters of names simplified."""
	return "".join(sign for sign in written(text).translate(_SIMPLIFIED) if unicodedata.category(sign)[0] in "LNM")

