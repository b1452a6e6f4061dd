/* A day, and the number of a document, stand on one line: browsers break 2026-12-01 behind its strokes. */
const DAY = /(^|[^\w-])((?:\d{4}-)?\d{2}-\d{2}(?: \d{2}:\d{2})?|[A-Z]{2,3}-\d{4}-\d{4,5})(?![\w-])/;
const LEFT_OUT = "option, textarea, script, style, .fx-day";

/** Put each day in the texts of ``root`` into an element that is not broken. */
export function keep_days(root) {
	const found = [];
	const walker = document.createTreeWalker(root, 4 /* texts */);
	while (walker.nextNode()) if (DAY.test(walker.currentNode.data)) found.push(walker.currentNode);
	for (let text of found) {
		if (text.parentElement.closest(LEFT_OUT)) continue;
		for (let match = DAY.exec(text.data); match; match = DAY.exec(text.data)) {
			const day = text.splitText(match.index + match[1].length);
			text = day.splitText(match[2].length);
			const whole = document.createElement("span");
			whole.className = "fx-day";
			whole.style.whiteSpace = "nowrap";
			day.replaceWith(whole);
			whole.append(day);
		}
	}
}
