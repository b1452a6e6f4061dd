"""docs/milestones.md is up to date, and every kind of proof has its reader, its text and its button."""

import pytest

from fangxiu_app.delivery.rules_milestone_leads import LEADS
from fangxiu_app.delivery.rules_milestones import MARKER

from . import milestones, repo

KINDS = next(f for f in repo.doctypes()["Delivery Milestone"]["fields"] if f["fieldname"] == "proof")["options"].split("\n")


@pytest.mark.clause("R20", "R40")
def test_page_is_fresh():
	assert repo.read(milestones.PAGE) == milestones.render(), (
		"run python3 -m tests.architecture.milestones --write"
	)


@pytest.mark.clause("R45", "R46", "R49")
def test_a_day_the_clause_does_not_name_is_marked_as_inferred():
	"""制度 or 推定 in front; R45 and R49 name no day, R46 counts from the rectification, R24 asks for every week."""
	sources = {row["条款"]: row["来源"] for row in milestones.rows()}
	assert all(source.startswith(("制度", "推定")) for source in sources.values())
	assert {clause for clause, source in sources.items() if source.startswith("推定")} == {"R24-R26", "R45", "R46", "R49"}
	assert "推定" in sources["R50"]
	page = repo.read("docs/regulation.md")
	assert "初验问题整改并经业主签字 M23 = C + 1 月, 项目部, 凭证 初验签字（推定：制度未定日期）" in page
	assert "交底 M17 = D + 15 天, 项目部, 凭证 交底记录（制度）" in page


def test_every_proof_is_in_words_and_leads_somewhere():
	assert set(milestones.wants()) == {*KINDS} - {MARKER}
	assert set(LEADS) == {*KINDS} - {MARKER, "Manual"}
	assert set(milestones.proofs().values()) == {*KINDS}


def test_leads_name_documents_and_reports_of_the_app():
	known = set(repo.doctypes())
	reports = {path.split("/")[-2] for path in repo.files() if "/report/" in path}
	for proof, lead in LEADS.items():
		assert lead.doctype in known or lead.doctype.lower().replace(" ", "_") in reports, proof


def test_every_clause_of_the_stages_has_its_milestone():
	"""R20-R50 but for what is done all the time or by a rule of its own (R22, R25, R26 with R24)."""
	named = " ".join(row["条款"] for row in milestones.rows())
	missing = [n for n in range(20, 51) if f"R{n}" not in named and n not in (22, 25)]
	assert not missing
