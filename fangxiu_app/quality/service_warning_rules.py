"""Rules propose risk warnings every morning: what is new since their last run is looked at, and nothing is proposed twice (R5, R113)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import frappe
from frappe.utils import add_days, flt, get_datetime, getdate, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.row_locks import claim
from fangxiu_app.messaging import outbox
from fangxiu_app.messaging.outbox import Message
from fangxiu_app.money.releases import reads_releases
from fangxiu_app.quality import reads_warning_facts as reads
from fangxiu_app.quality import rules_warning_facts as facts
from fangxiu_app.quality import rules_warning_rules as rules
from fangxiu_app.quality import texts_warning_reasons as reasons
from fangxiu_app.quality.rules_risk_warning import CLOSED, WITHDRAWN
from fangxiu_app.quality.rules_warning_facts import Scene, View
from fangxiu_app.quality.rules_warning_rules import Fact, Finding, Numbers
from fangxiu_app.quality.service_risk_warnings import URGENT

#: A transaction that began before a run may write after it: changes of these minutes are looked at again.
OVERLAP = timedelta(minutes=10)
#: Who may have the rules look now instead of tomorrow morning.
HEADS = (roles.MANAGER, roles.SUPERVISOR, roles.ADMINISTRATOR)
READ = (
	"kind enabled looked_until least days share false_alarms higher sisters level department category due_days"
	" consequence demand"
).split()
#: Kinds that look at tickets of the same problem, by the days before today.
BY_PROBLEM = (rules.BUILDING, rules.RISER, rules.BATCH, rules.REPEATS)


@dataclass(frozen=True, slots=True)
class Raising:
	"""A finding on its way to a warning: the rule's row, its key in the database, and the balance of a deposit if it is about one."""

	rule: frappe._dict
	finding: Finding
	cluster: str
	slot: str
	deposit: frappe._dict | None = None


def run(now: datetime | None = None) -> list[str]:
	"""Look at what is new, propose warnings, tell their recipients, remember how far it looked; returns the proposals.

	Statements do not grow with the tickets: some for all rules together, and those of each proposal and of each deposit that moved.
	Two runs at once wait for one another. What several missed days brought is looked at in the next run.
	"""
	now = get_datetime(now or now_datetime()).replace(microsecond=0)
	chosen = _rules()
	if not chosen:
		return []
	scene, sizes = _scene(chosen, now)
	found = _findings(chosen, scene, sizes, now) + _deposits(chosen, now)
	made = _propose(found, scene, now)
	_tell(made)
	table = frappe.qb.DocType("Warning Rule")
	names = [rule.name for rule in chosen]
	frappe.qb.update(table).set(table.looked_until, now).where(table.name.isin(names)).run()
	return [warning.name for warning, _rule in made]


def check() -> int:
	"""The button: what the morning does, now; returns how many warnings were proposed in the user's projects. Raises PermissionError."""
	frappe.only_for(HEADS, message=True)
	made = run()
	return len(frappe.get_list("Risk Warning", {"name": ("in", made)}, pluck="name", limit=0)) if made else 0


def numbers(rule) -> Numbers:
	"""The numbers of a rule's record."""
	shares = (flt(rule.share), flt(rule.false_alarms), flt(rule.higher))
	if rule.kind not in rules.SHARES:
		shares = (0.0, *shares[1:])
	if rule.kind not in rules.COMPARED:
		shares = (shares[0], 0.0, shares[2])
	return Numbers(int(rule.least or 0), int(rule.days or 0), *shares)


def _rules() -> list[frappe._dict]:
	"""Rules in use, locked: a second run waits here, and then finds them looked at."""
	names = frappe.get_all("Warning Rule", {"enabled": 1}, pluck="name")
	return [rule for rule in claim("Warning Rule", names, READ, wait=True) if rule.enabled]


def _since(rule, now: datetime) -> datetime:
	first = now - timedelta(days=rule.days)
	return rule.looked_until - OVERLAP if rule.looked_until else first


def _scene(chosen: list, now: datetime) -> tuple[Scene, dict]:
	by_problem = [rule for rule in chosen if rule.kind in BY_PROBLEM]
	hits, leaks, rains = [], [], []
	if by_problem:
		changes = reads.changed(min(_since(rule, now) for rule in by_problem))
		hits = reads.hits(changes, now - timedelta(days=max(rule.days for rule in by_problem)))
	wet = [rule for rule in chosen if rule.kind == rules.RAIN]
	if wet:
		days = timedelta(days=max(rule.days for rule in wet))
		since = min(_since(rule, now) for rule in wet) - days
		rains = reads.rains(since)
		first = min((rain.ended_at for rain in rains), default=now)
		leaks = reads.leaks({rain.project for rain in rains}, first - facts.RAINING)
	projects = {row.project for row in (*hits, *leaks)}
	batches = reads.batches(projects)
	sizes = facts.place_sizes(reads.units_by_riser(projects), batches)
	return Scene(tuple(hits), tuple(leaks), tuple(rains), tuple(_running(chosen, now)), batches), sizes


def _running(chosen: list, now: datetime) -> list:
	days = [rule.days for rule in chosen if rule.kind == rules.LONG]
	ending = [rule for rule in chosen if rule.kind == rules.ENDING]
	if not days and not ending:
		return []
	long_since = now - timedelta(days=min(days)) if days else datetime.min.replace(year=1900)
	first = min((_since(rule, now) for rule in ending if rule.looked_until), default=now).date()
	last = add_days(now.date(), max((rule.days for rule in ending), default=-1))
	return reads.running(now, long_since, min(first, now.date()), last)


def _findings(chosen: list, scene: Scene, sizes: dict, now: datetime) -> list[Raising]:
	listed = []
	for rule in chosen:
		since = rule.looked_until and rule.looked_until - OVERLAP
		listed.append((rule, facts.facts(rule.kind, View(scene, rule.days, now, since))))
	return _select(listed, sizes)


def _select(listed: list[tuple[frappe._dict, list[Fact]]], sizes: dict) -> list[Raising]:
	"""What reaches a rule's numbers and has no warning that is still open; settled warnings are looked behind."""
	clusters = {
		_cluster(rule, key): (rule.name, key) for rule, made in listed for key in rules.fresh_keys(made)
	}
	settled, open_keys = _earlier(clusters)
	found = []
	for rule, made in listed:
		by_units = rule.kind in rules.CLUSTERS
		behind = settled[rule.name]
		for finding in rules.find(made, numbers(rule), sizes, behind, by_units):
			if (rule.name, finding.key) not in open_keys:
				cluster = _cluster(rule, finding.key)
				found.append(Raising(rule, finding, cluster, _hash(cluster, behind.get(finding.key))))
	return found


def _earlier(clusters: dict[str, tuple]) -> tuple[dict, set]:
	"""By rule: key → when its last warning ended; and (rule, key) of those whose warning is still open."""
	settled: dict[str, dict] = defaultdict(dict)
	open_keys = set()
	for row in reads.earlier(clusters):
		rule, key = clusters[row.cluster]
		if row.state in (CLOSED, WITHDRAWN):
			settled[rule][key] = row.closed_at
		else:
			open_keys.add((rule, key))
	return settled, open_keys


def _cluster(rule, key: rules.Key) -> str:
	return _hash(rule.name, *key)


def _hash(*parts: object) -> str:
	return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:40]


def _deposits(chosen: list, now: datetime) -> list[Raising]:
	"""Deposits smaller than what is open against them, as the joint check counts it, of agreements where something moved."""
	found = []
	for rule in (rule for rule in chosen if rule.kind == rules.DEPOSIT):
		short = {
			row.name: row for row in map(_shortage, reads.agreements(_since(rule, now))) if row.short > 0
		}
		rested = now - timedelta(days=rule.days)
		listed = [Fact((row.project,), (row.name,), "", "", rested) for row in short.values()]
		for raising in _select([(rule, listed)], {}):
			deposit = short[raising.finding.place[0]]
			found.append(Raising(rule, raising.finding, raising.cluster, raising.slot, deposit))
	return found


def _shortage(agreement) -> frappe._dict:
	safe = reads_releases.safe(agreement)
	agreement.balance, agreement.liability = safe.free, safe.claims - safe.expected
	agreement.short = rules.shortage(agreement.balance, agreement.liability)
	return agreement


def _propose(found: list[Raising], scene: Scene, now: datetime) -> list[tuple]:
	rows = {row.name: row for row in (*scene.hits, *scene.leaks, *scene.running)}
	about = {
		id(raising): [rows[name] for name in raising.finding.tickets if name in rows] for raising in found
	}
	known = reasons.names(about.values(), scene)
	wanted = [raising for raising in found if raising.rule.sisters]
	places = {id(raising): _buildings(raising, about[id(raising)], scene) for raising in wanted}
	homes = reads.homes(set().union(*places.values())) if wanted else []
	roles = _recipients({raising.rule.name for raising in found})
	made = []
	for raising in found:
		near = [home for home in homes if home.building in places.get(id(raising), ())]
		warning = _warning(
			raising, about[id(raising)], reasons.say(raising, about[id(raising)], known), near, now
		)
		made.append((warning, roles[raising.rule.name]))
	return made


def _buildings(raising: Raising, rows: list, scene: Scene) -> set[str]:
	"""Where sister units stand: the buildings of the tickets, for a delivery batch all of its buildings."""
	batches = scene.batches or {}
	named = {building for building, batch in batches.items() if batch in raising.finding.place}
	return named or {row.building for row in rows}


def _warning(raising: Raising, rows: list, words: tuple[str, str], homes: list, now: datetime):
	rule, finding = raising.rule, raising.finding
	subject, reason = words
	values = {
		"project": finding.topic[0],
		"subject": subject[:140],
		"kind": "Systemic Construction Defect" if rule.kind in rules.CLUSTERS else "Repair Risk",
		"level": rules.level(finding, rule.level, numbers(rule)),
		"due_on": add_days(getdate(now), rule.due_days or 0),
		"lot": reasons.whole_project() if raising.deposit else None,
		"contractor": _contractor(raising, rows),
		"units": [{"unit": unit} for unit in sorted({row.unit for row in rows if row.unit})],
		"sisters": _sisters(raising, homes),
		"danger": reason,
		"reason": reason,
		"rule": rule.name,
		"cluster": raising.cluster,
		"slot": raising.slot,
	}
	copied = {field: rule[field] for field in ("category", "department", "consequence", "demand")}
	warning = frappe.get_doc({"doctype": "Risk Warning", **values, **copied, **_problem(rule.kind, rows)})
	warning.flags.fx_proposal = True
	# the scheduler proposes for all projects; a person of the project confirms
	return warning.insert(ignore_permissions=True)


def _problem(kind: str, rows: list) -> dict:
	"""Location and defect type, where the finding is about one of each."""
	if kind not in BY_PROBLEM or not rows:
		return {}
	defect = {"defect_type": rows[0].defect_type}
	return defect if kind == rules.BATCH else {**defect, "location": rows[0].location}


def _sisters(raising: Raising, homes: list) -> list[dict]:
	neighbours = [
		rules.Home(home.name, home.building, home.riser or "", home.house_type or "", home.floor or 0)
		for home in homes
	]
	codes = {home.name: home.unit_code for home in homes}
	found = rules.sisters(raising.finding.units, neighbours, raising.rule.sisters or 0)
	return [{"unit": unit, "unit_code": codes[unit], "relation": why} for unit, why in found]


def _contractor(raising: Raising, rows: list) -> str | None:
	"""The contractor all tickets name, or the one of the deposit."""
	if raising.deposit:
		return raising.deposit.contractor
	named = {row.contractor for row in rows}
	return named.pop() if len(named) == 1 else None


def _recipients(names: Iterable[str]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = defaultdict(list)
	filters = {"parent": ("in", sorted(names) or ["-"]), "parenttype": "Warning Rule"}
	for row in frappe.get_all("Warning Rule Recipient", filters, ["parent", "role"], order_by="idx", limit=0):
		found[row.parent].append(row.role)
	return found


def _tell(made: list[tuple]) -> None:
	messages = [
		Message(
			reasons.proposed(warning),
			warning.project,
			tuple(outbox.role(role) for role in dict.fromkeys(roles)),
			warning.reason,
			("Risk Warning", warning.name),
			f"{warning.name} proposed",
			warning.level in URGENT,
		)
		for warning, roles in made
	]
	if messages:
		outbox.tell_many(messages)
