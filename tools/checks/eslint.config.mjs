/* What eslint looks for in our scripts: its recommended rules, with the names that a page of Frappe's desk has. */
import js from "@eslint/js";
import globals from "globals";

/** What the desk puts on the window: Frappe's own names, the libraries it ships, and ours. */
const DESK = Object.fromEntries(
	[
		"$",
		"__",
		"cint",
		"cstr",
		"erpnext",
		"fangxiu",
		"flt",
		"format_currency",
		"format_number",
		"frappe",
		"is_null",
		"locals",
		"moment",
		"open_url_post",
		"strip_html",
	].map((name) => [name, "readonly"])
);
const UNUSED = ["error", { args: "after-used", caughtErrors: "none", ignoreRestSiblings: true }];
const RULES = {
	...js.configs.recommended.rules,
	"no-unused-vars": UNUSED,
	// a wide space between Chinese words is meant
	"no-irregular-whitespace": ["error", { skipTemplates: true }],
	eqeqeq: ["error", "always", { null: "ignore" }],
	"no-var": "error",
	"prefer-const": "error",
};

export default [
	{ ignores: ["**/node_modules/**", "**/dist/**"] },
	{
		files: ["fangxiu_app/**/*.js"],
		languageOptions: {
			ecmaVersion: 2022,
			sourceType: "script",
			globals: { ...globals.browser, ...DESK },
		},
		linterOptions: { reportUnusedDisableDirectives: "error" },
		rules: RULES,
	},
	{ files: ["fangxiu_app/public/js/**/*.js"], languageOptions: { sourceType: "module" } },
	{
		// pages of their own, which have none of the desk's names
		files: [
			"fangxiu_app/public/js/my_day/**",
			"fangxiu_app/public/js/*my_day.bundle.js",
			"fangxiu_app/www/**",
		],
		languageOptions: {
			globals: {
				...globals.serviceworker,
				...Object.fromEntries(Object.keys(DESK).map((name) => [name, "off"])),
			},
		},
	},
	{
		files: ["fxcli/**/*.js"],
		languageOptions: { ecmaVersion: 2022, sourceType: "commonjs", globals: globals.node },
		rules: RULES,
	},
	{
		files: ["tests/js/**/*.mjs", "tools/**/*.mjs"],
		languageOptions: {
			ecmaVersion: 2022,
			sourceType: "module",
			globals: { ...globals.node, ...globals.browser },
		},
		rules: RULES,
	},
];
