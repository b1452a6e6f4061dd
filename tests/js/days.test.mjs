/* A narrow phone: days stand on one line, and a re-check is pictured from its own form. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CARD, DAY } from "./day.mjs";
import { new_phone, open_page } from "./phone.mjs";

let page;

beforeEach(async () => {
	new_phone();
	page = await open_page("days", "forms");
});

test("a day is not broken, and what only looks like one stays as it is", () => {
	const box = document.createElement("div");
	box.innerHTML = `<p data-ticket="RT-2611-00028">截止 2026-12-01 18:00，预约 12-03 09:00。<a href="#">RT-2611-00028</a> 138-0001-0002</p>
		<textarea>2026-12-01</textarea>`;
	const before = box.textContent;
	page.keep_days(box);
	page.keep_days(box);
	const days = [...box.querySelectorAll(".fx-day")];
	assert.deepEqual(
		days.map((day) => day.textContent),
		["2026-12-01 18:00", "12-03 09:00", "RT-2611-00028"]
	);
	assert.ok(days.every((day) => day.style.whiteSpace === "nowrap"));
	assert.equal(box.textContent, before);
	assert.equal(box.querySelector("p").dataset.ticket, "RT-2611-00028");
});

test("the form of a re-check takes photos, and says how many", () => {
	const day = { ...DAY, check_results: [["Pass", "合格"]] };
	let tell;
	const form = page.recheck_form(
		day,
		{ name: "CN-1" },
		() => false,
		(done) => (tell = done)
	);
	page.open_sheet(CARD.name, "recheck", form, () => {});
	const button = document.querySelector(".fx-sheet .fx-camera");
	button.click();
	tell(2);
	assert.equal(button.textContent.trim(), "Photo 2");
});
