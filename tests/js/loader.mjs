/* Loads the page's scripts as the bundler reads them: modules, whose imports name no ending. `--import` this file. */
import { register } from "node:module";

register("./hooks.mjs", import.meta.url);
