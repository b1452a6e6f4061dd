"""An answer of 200 may be a refusal."""

from __future__ import annotations

import pytest

from fangxiu_app.messaging.rules_gateway_answer import refusal


@pytest.mark.parametrize(
	"body",
	["", "OK", "0", "1234567890", '{"code": 0}', '{"code": "OK", "message": "OK"}', '{"errcode": 0, "errmsg": "ok"}', '{"id": "x"}',
	 '{"success": true, "code": 200}', '{"result": {"sid": 1}}', "[]"],
)  # fmt: skip
def test_taken(body):
	assert refusal(body) == ""


@pytest.mark.parametrize(
	"body",
	['{"code": "isv.BUSINESS_LIMIT_CONTROL"}', '{"errcode": 40001}', '{"Code": 33, "msg": "余额不足"}', '{"success": false}', "-1",
	 "ERROR: signature", "发送失败", '{"code": 0, "status": "failed"}'],
)  # fmt: skip
def test_refused(body):
	assert refusal(body) == body
