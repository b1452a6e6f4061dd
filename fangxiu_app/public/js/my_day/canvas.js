/* A large field to sign in with a finger. */
import { __ } from "./text";

const WIDTH = 2.5;

/** A canvas in ``holder``; ``value()`` gives the drawing as a PNG data URI, or null while nothing was drawn. */
export function signature_field(holder, changed) {
	holder.innerHTML = `<div class="fx-canvas-hint">${__("Sign here")}</div><canvas class="fx-canvas" aria-label="${__("Sign here")}"></canvas>
		<button type="button" class="fx-link fx-clear">${__("Clear")}</button>`;
	const canvas = holder.querySelector("canvas");
	const pen = canvas.getContext("2d");
	let last = null;
	let drawn = false;

	const fit = () => {
		const scale = window.devicePixelRatio || 1;
		canvas.width = canvas.clientWidth * scale;
		canvas.height = canvas.clientHeight * scale;
		pen.scale(scale, scale);
		Object.assign(pen, { lineWidth: WIDTH, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
		drawn = false;
	};
	const point = (event) => {
		const area = canvas.getBoundingClientRect();
		return [event.clientX - area.left, event.clientY - area.top];
	};
	canvas.addEventListener("pointerdown", (event) => {
		canvas.setPointerCapture(event.pointerId);
		last = point(event);
	});
	canvas.addEventListener("pointermove", (event) => {
		if (!last) return;
		const next = point(event);
		pen.beginPath();
		pen.moveTo(...last);
		pen.lineTo(...next);
		pen.stroke();
		last = next;
		drawn = true;
	});
	const lift = () => {
		last = null;
		changed?.();
	};
	canvas.addEventListener("pointerup", lift);
	canvas.addEventListener("pointercancel", lift);
	holder.querySelector(".fx-clear").addEventListener("click", fit);
	requestAnimationFrame(fit);
	return { value: () => (drawn ? canvas.toDataURL("image/png") : null) };
}
