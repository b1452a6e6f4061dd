"""The Chinese words used in our spreadsheets, and the values they are stored as. Standard library only."""

from __future__ import annotations

DELIVERY_STATES = {
	"未交付": "Not Delivered",
	"已交付": "Delivered",
	"代为验收": "Proxy Accepted",
	"未售": "Unsold",
	"不具备交付": "Not Deliverable",
	"未收房": "Not Collected",
	"已收房": "Delivered",
	"不具备交付条件": "Not Deliverable",
}
#: What people write in the owner's cell of a flat that has none yet.
UNSOLD = frozenset(("未售", "未出售", "未销售", "待售", "在售", "可售"))
METERS = {"水表": "Water", "热水表": "Hot Water", "电表": "Electricity", "燃气表": "Gas", "热力表": "Heating"}
TERM_UNITS = {"年": "Year", "个月": "Month", "天": "Day", "季": "Season", "设计使用年限": "Design Life"}
SEASONS = {"供热": "Heating", "供冷": "Cooling"}
WEEKDAYS = {
	"周一": "Monday",
	"周二": "Tuesday",
	"周三": "Wednesday",
	"周四": "Thursday",
	"周五": "Friday",
	"周六": "Saturday",
	"周日": "Sunday",
}
EXCEPTIONS = {"放假": "Holiday", "上班": "Workday"}
SOURCES = {"制度": "Regulation", "推定": "Inferred"}
ROLES = {
	"房修经理": "Repair Manager",
	"房修主管": "Repair Supervisor",
	"房修工程师": "Repair Engineer",
	"房修信息员": "Repair Clerk",
	"物业前台": "Fangxiu Property Desk",
	"客服部": "Repair Customer Service",
	"集团呼叫中心": "Fangxiu Group Call Centre",
	"项目部": "Fangxiu Project Department",
	"成本部": "Fangxiu Cost Department",
	"备件采购": "Spare Parts Buyer",
	"客服部负责人": "Fangxiu Customer Service Head",
	"总经理": "Fangxiu General Manager",
	"财务": "Accounts Manager",
	"房修系统管理员": "Fangxiu Administrator",
}
ASPECTS = {
	"工艺": "Workmanship",
	"材料": "Material",
	"质量": "Quality",
	"进度": "Progress",
	"成品保护": "Finished-work Protection",
	"安全文明施工": "Safe and Civilised Work",
}
NOTICE_CAUSES = {
	"逾期": "Past Its Time",
	"预计不能按时完成": "Cannot Finish in Time",
	"预验收不合格": "Failed Pre-acceptance",
	"拒绝或联系不上": "Refuses or Unreachable",
}
LETTERS = {
	"知会": "Notice",
	"二次知会": "Second Notice",
	"整改通知": "Rectification Notice",
	"复验通知": "Re-inspection Notice",
	"工作联系函": "Work Contact Letter",
	"扣款知会": "Deduction Notice",
}
APPROVED_DOCUMENTS = {
	"第三方委托": "Third Party Order",
	"保修款支付审核": "Repair Payment Review",
	"赔付": "Compensation",
	"扣款单": "Contractor Deduction",
	"质保金返还": "Deposit Release",
	"质保金退还": "Deposit Release",
	"投诉答复": "Complaint Answer",
}
RECIPIENTS = {
	"责任工程师": "Ticket Engineer",
	"标段工程师": "Lot Engineer",
	"施工单位联系人": "Contractor Contact",
	"投诉负责人": "Case Owner",
}
#: How serious a complaint is; a rule without one applies to all.
COMPLAINT_LEVELS = {"一般": "Ordinary", "较重": "Serious", "重大": "Major"}
CONTRACTOR_KINDS = {"总包": "General Contractor", "分包": "Subcontractor", "第三方": "Third Party"}
CHANNELS = {
	"房修中心": "Repair Centre",
	"物业前台": "Property Desk",
	"客服部": "Customer Service",
	"呼叫中心": "Call Centre",
	"来访": "Walk-in",
	"业主链接": "Owner Link",
	"媒体": "Media",
}
TICKET_STATES = {
	"已报修": "Reported",
	"已受理": "Accepted",
	"已预约": "Appointed",
	"已勘察": "Surveyed",
	"已出方案": "Planned",
	"维修中": "In Repair",
	"已预验收": "Pre-accepted",
	"已保洁": "Cleaned",
	"业主已验收": "Owner Accepted",
	"已关闭": "Closed",
	"已转物业": "Transferred",
	"有偿维修": "Paid Repair",
	"第三方维修": "Third Party",
	"已合并": "Merged",
	"已取消": "Cancelled",
}
CRITERIA = {"指标": "Figure", "评分": "Score", "一票否决": "Veto"}
FIGURES = {
	"到场及时率": "Response In Time",
	"完工及时率": "Completion In Time",
	"一次通过率": "First Time Right",
	"业主评分": "Owner's Marks",
	"二次返修数": "Repeats",
	"整改通知数": "Correction Notices",
	"函件数": "Letters",
	"扣款数": "Deductions",
}
WARNING_RULES = {
	"同楼栋": "Same Building",
	"同立管": "Same Riser",
	"交付批次占比": "Delivery Batch Share",
	"雨后渗漏": "Leaks after Rain",
	"反复返修": "Repeats of a Repair",
	"超期维修": "Long-running Repairs",
	"质保金不足": "Deposit below Liability",
	"质保将到期": "Warranty Ending",
}
WARNING_LEVELS = {"黄色": "Yellow", "橙色": "Orange", "红色": "Red"}
RISK_AREAS = {"防水": "Waterproofing", "其他": "Other"}
SCORERS = {"工程师": "Engineer", "房修经理": "Manager"}
DEPARTMENTS = {
	"房修部": "Repair Centre",
	"项目部": "Project Department",
	"客服部": "Customer Service",
	"公司": "Company",
	"施工单位": "Contractors",
}
OFFSET_UNITS = {"天": "Day", "周": "Week", "月": "Month"}
PROOFS = {
	"书面凭证": "Manual",
	"阶段标志": "Marker",
	"驻场安排": "Staffing",
	"需求计划": "Needs Plan",
	"办公场地": "Office Site",
	"办公设备": "Office Equipment",
	"约谈记录": "Pre-signing Meetings",
	"协议签订": "Agreements Signed",
	"培训记录": "Trainings",
	"授权委托书": "Authorisations",
	"见面会纪要": "Repair Meeting",
	"职责纪要": "Responsibilities",
	"备件下单": "Spare Parts Ordered",
	"备件移交": "Spare Parts Handed Over",
	"仓库检查": "Store Condition",
	"一户一档": "Unit Files",
	"初验签字": "First Inspections Signed",
	"验房记录单": "Inspection Sheets",
	"水电读数": "Meter Readings",
	"原件归档": "Originals Archived",
	"代为验收": "Proxy Acceptances",
	"交底记录": "Briefing",
	"前期介入周报": "Pre-delivery Weekly Report",
	"房修周报": "Repair Weekly Report",
	"未验移交": "Transfers",
}
