from fangxiu_app.setup import masters

#: Templates as they were shipped: no receiver, no time to put right, nobody to call.
WAS = {
	"整改通知": "{{ 施工单位 }}：\n\n经检查，以下维修项目不符合要求：\n{{ 工单清单 }}\n\n存在问题：\n整改要求：\n整改完成时限：\n\n整改完成后请通知房修中心复验。\n{{ 今天 }}",
	"复验通知": "{{ 施工单位 }}：\n\n以下维修项目定于    年  月  日  时复验，请派人到场：\n{{ 工单清单 }}\n\n{{ 今天 }}",
	"工作联系函": "致：\n\n事由：\n{{ 工单清单 }}\n\n请予以：\n\n请于    年  月  日前书面回复。\n联系电话：{{ 联系电话 }}\n{{ 今天 }}",
}


def execute() -> None:
	"""Default letters name their receiver and the time to put right; a template that somebody changed stays as it is."""
	now = {row["模板"]: row["正文"] for row in masters.rows("letters")}
	for name, was in WAS.items():
		masters.correct("Letter Template", name, "body", was, now[name])
