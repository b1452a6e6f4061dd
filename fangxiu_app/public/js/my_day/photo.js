/* Checks a chosen file: an empty one is refused before it is sent. Whether it is a photo is checked by the server. */
import { __ } from "./text";

/** Why this file is not taken; null where nothing is wrong with it. */
export async function photo_problem(file) {
	return file.size ? null : __("The file is empty. Take the photo again.");
}
