"""The guides' pages and chapters. A walk writes one chapter; tests/architecture compares this list with docs/guides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES_FOLDER = ROOT / "docs" / "guides"
PICTURES_FOLDER = ROOT / "fangxiu_app" / "public" / "guides"
#: The pictures' folder as a page of docs/guides names it; the app's copy lies beside them.
PICTURES = "../../fangxiu_app/public/guides/"
NOTE = "<!-- 由走查生成，请勿手改；更新：./fx guides -->"
#: Bytes of one picture, pictures of one page, bytes of all pictures.
LARGEST, MOST, ALL = 60 * 1024, 10, 6 * 1024 * 1024


@dataclass(frozen=True)
class Page:
	"""One role's page: its title, what the role is for, and its chapters in their order."""

	key: str
	title: str
	intro: str
	chapters: tuple[str, ...]

	def text(self, told: dict[str, str]) -> str:
		"""The page with the chapters that have been ``told``: title → text."""
		parts = [f"# {self.title}", NOTE, self.intro]
		parts += [f"## {name}\n\n{told[name]}" for name in self.chapters if name in told]
		return "\n\n".join(parts) + "\n"


def sections(text: str) -> dict[str, str]:
	"""Chapter → its text, of a page as :meth:`Page.text` wrote it."""
	_head, *parts = text.split("\n## ")
	pairs = (part.split("\n\n", 1) for part in parts)
	return {name: body.strip() for name, body in pairs}


CLERK = Page(
	"clerk",
	"信息员使用指南",
	"信息员接听报修电话、录入报修、把工单交到工程师手里，并给业主一个准确的答复。",
	("接一个报修电话", "保洁、业主验收与关闭", "周末与月末的报表", "打开使用指南"),
)

ENGINEER = Page(
	"engineer",
	"房修工程师使用指南",
	"房修工程师对一张工单从受理负责到预验收：约业主、查原因、定方案、盯施工，在规定时限内走完每一步。",
	(
		"受理、预约与勘察",
		"方案与签认",
		"派单与预验收",
		"手机：紧急报修先处理",
		"手机：方案与业主签名",
		"手机：巡查与预验收",
		"保修到期：集中返修与书面交底",
		"风险预警：查看相邻房屋到关闭",
	),
)

HEAD = Page(
	"servicehead",
	"客服部负责人使用指南",
	"客服部负责人签批赔付等单据；签批之前可以看到依据：工单、协议、函件和照片。",
	("签批待办", "协议终止与保函", "客户投诉：审批答复", "决定文电阅处单"),
)
GENERAL_MANAGER = Page(
	"gm",
	"总经理使用指南",
	"总经理签批超过权限金额的单据；签批之前可以看到依据：工单、协议、函件和照片。",
	("签批待办", "提前退还质保金"),
)

SUPERVISOR = Page(
	"supervisor",
	"房修主管使用指南",
	"房修主管盯住每一张快到期和已超期的工单，调配工程师，抽查现场，督促施工单位整改。",
	("早上看什么最急", "督办一张工单", "改派与移交", "周末与月末的报表"),
)

MANAGER = Page(
	"manager",
	"房修经理使用指南",
	"房修经理审核重大方案，裁定重复维修与争议，审批扣款与支付，对及时率负责。",
	("审核重要方案", "返修：经理亲自上门", "月度指标与报表", "赔付签批：退回", "赔付签批：同意", "客户投诉：审批答复", "证据：是否齐全与证据包", "保修到期：知会业主", "预警规则提出的风险预警"),
)

ADMIN = Page(
	"admin",
	"系统管理员使用指南",
	"系统管理员维护人员、日历、模板和时限，把房屋清单导入系统。",
	("新同事入职", "每年一次：明年的节假日", "改函件模板和时限", "准备记账科目", "导入房屋清单", "清单里有错时"),
)
PROPERTY = Page(
	"property",
	"物业前台使用指南",
	"物业前台接到业主报修，录入并转达房修中心，电话通知工程师，并随时答复业主办到哪一步。",
	(
		"转达一个报修",
		"答复业主：修到哪一步了",
		"月末核对",
		"保修到期：张贴与电话",
		"过保问题：上报文电阅处单",
		"文电阅处单：答复客户",
	),
)
CALL_CENTRE = Page(
	"callcentre",
	"集团呼叫中心使用指南",
	"集团呼叫中心接听全国来电，把报修和投诉转达到项目的房修中心，并跟进到办结。",
	("转达一个来电", "跟进已转达的报修", "月末核对"),
)
SERVICE = Page(
	"service",
	"客服部使用指南",
	"客服部接收业主的来电和投诉，转达房修中心并答复业主，统一管理交付期间的工作。",
	(
		"接到投诉，录入并转达",
		"答复业主，登记沟通",
		"登记本部门的交付节点",
		"客户投诉：登记与调查",
		"客户投诉：拟定答复",
		"客户投诉：答复客户",
		"赔付：从投诉发起",
		"赔付：退回后改好再报",
		"赔付：登记和解协议",
		"赔付：登记非现金落实",
		"会签文电阅处单",
	),
)
PROJECT = Page(
	"project",
	"项目部使用指南",
	"项目部在交付前补齐各节点的记录，整改初验问题，请业主签字，把房屋移交给房修中心。",
	(
		"看交付看板，补上缺的记录",
		"整改初验问题",
		"房修中心复验",
		"业主在手机上签字",
		"移交房修部",
		"房修中心签收",
		"会签文电阅处单",
	),
)
BUYER = Page(
	"buyer",
	"备件采购使用指南",
	"备件采购按交付日期备齐备品备件：列清单、请购、下订单、收货，再由项目部移交房修部，工程师在工单上领用；录错的单据按相反的顺序撤销。",
	(
		"从清单到采购订单",
		"到货收货",
		"项目部移交签字",
		"房修部接收签字",
		"工单领用与退料",
		"撤销移交",
		"撤销收货与订单",
	),
)

MONTH_END = Page(
	"monthend",
	"赔付签批与月末使用指南",
	"财务与成本部共用：赔付怎样签批；月末怎样核对质保金台账与扣款账龄，与施工单位对账，关闭会计期间。",
	(
		"赔付：成本部签批",
		"赔付：财务签批",
		"月末：质保金台账与总账核对",
		"月末：扣款账龄",
		"月末：对账单与回函",
		"月末：会计期间关账",
	),
)

COST = Page(
	"cost",
	"成本部使用指南",
	"成本部委托第三方、登记账单、发起支付审核，再把费用向施工单位扣回；录错的单据由有权的人作废，出新版本更正。",
	(
		"书面知会与协调",
		"委托第三方",
		"更正委托",
		"核定工程量",
		"登记账单与发起支付审核",
		"扣款：知会、申辩与答复",
		"更正已入账的扣款",
		"更正质保金退还",
		"赔付：向施工单位追偿",
		"会签文电阅处单",
	),
)
COST_HEAD = Page(
	"costhead",
	"成本部负责人使用指南",
	"成本部负责人核定价格依据，签批委托、支付审核、扣款和质保金退还；生效后发现错误的，由其作废。",
	("核价并签批委托", "作废委托", "签批更正后的委托", "签批支付审核", "签批扣款与退还"),
)
FINANCE = Page(
	"finance",
	"财务使用指南",
	"财务放行维修款并付款，签批扣款使其入账，支付质保金退还；入账后发现错误的，由财务作废。",
	("放行并支付维修款", "作废已入账的扣款", "作废质保金退还", "签批扣款与退还", "支付质保金退还", "支付赔付"),
)

PAGES = {
	page.key: page
	for page in (
		CLERK,
		ENGINEER,
		HEAD,
		GENERAL_MANAGER,
		SUPERVISOR,
		MANAGER,
		ADMIN,
		PROPERTY,
		CALL_CENTRE,
		SERVICE,
		PROJECT,
		BUYER,
		COST,
		COST_HEAD,
		FINANCE,
		MONTH_END,
	)
}


@dataclass(frozen=True)
class Role:
	"""A demo user, and what stands at the top of the page he arrives at."""

	login: str
	home: str


ROLES = {
	"信息员": Role("clerk@fangxiu.example", "房修工作台"),
	"系统管理员": Role("admin@fangxiu.example", "系统管理工作台"),
	"房修工程师": Role("engineer@fangxiu.example", "房修工作台"),
	"房修工程师·手机": Role("engineer@fangxiu.example", "我的一天"),
	"房修工程师·云栖花园": Role("engineer.b@fangxiu.example", "房修工作台"),
	"房修经理": Role("manager@fangxiu.example", "房修工作台"),
	"房修主管": Role("supervisor@fangxiu.example", "房修工作台"),
	"客服部负责人": Role("servicehead@fangxiu.example", "管理工作台"),
	"总经理": Role("gm@fangxiu.example", "管理工作台"),
	"物业前台": Role("property@fangxiu.example", "房修工作台"),
	"物业前台·云栖花园": Role("property.b@fangxiu.example", "房修工作台"),
	"集团呼叫中心": Role("callcentre@fangxiu.example", "房修工作台"),
	"客服部": Role("service@fangxiu.example", "房修工作台"),
	"项目部": Role("project@fangxiu.example", "交付工作台"),
	"项目部·手机": Role("project@fangxiu.example", "交付工作台"),
	"备件采购": Role("buyer@fangxiu.example", "备品备件工作台"),
	"成本部": Role("cost@fangxiu.example", "成本工作台"),
	"成本部负责人": Role("costhead@fangxiu.example", "成本工作台"),
	"财务": Role("finance@fangxiu.example", "质保金与维修付款"),
}
