/* How an import is found and read; every page (`?page=2`) has modules of its own, as after a reload. */
import { pathToFileURL } from "node:url";

const SCRIPTS = "/fangxiu_app/public/js/";
/** Packages lie where `./fx lint` has put them, not in the checkout. */
const PACKAGES = pathToFileURL(`${process.env.FX_CHECKS}/package.json`).href;

export function resolve(specifier, context, next) {
	if (specifier.startsWith(".") && context.parentURL?.includes(SCRIPTS)) {
		const found = new URL(`${specifier}.js`, context.parentURL);
		found.search = new URL(context.parentURL).search;
		return { url: found.href, shortCircuit: true };
	}
	const bare = !/^(\.|\/|node:|file:|data:)/.test(specifier);
	const ours = bare && context.parentURL?.includes("/tests/js/");
	return next(specifier, ours ? { ...context, parentURL: PACKAGES } : context);
}

export function load(url, context, next) {
	return next(url, url.includes(SCRIPTS) ? { ...context, format: "module" } : context);
}
