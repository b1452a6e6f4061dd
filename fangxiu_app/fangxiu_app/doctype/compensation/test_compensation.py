from fangxiu_app.core.framework.record_walks import linked_from

test_ignore = linked_from("Compensation")
