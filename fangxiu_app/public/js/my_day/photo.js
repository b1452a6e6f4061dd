/* What a chosen file is, by its first bytes: a format that others cannot see is refused before it is sent. */
import { __ } from "./text";

const HEIF = ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"];

/** Why this file is not taken; null where nothing is wrong with it. */
export async function photo_problem(file) {
	if (!file.size) return __("The file is empty. Take the photo again.");
	const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
	const brand = String.fromCharCode(...head.slice(4, 12));
	if (!brand.startsWith("ftyp") || !HEIF.includes(brand.slice(4))) return null;
	return __("This photo is in the format HEIC, which most screens and prints cannot show. Set the camera to JPEG (iPhone: Settings, Camera, Formats, Most Compatible) and take it again.");
}
