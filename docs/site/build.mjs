// npm run docs: builds the site of the documentation into docs/.site. DOCS_OUTPUT: another folder; DOCS_BASE: what its addresses begin with.
import { rmSync } from "node:fs";
import path from "node:path";
import Eleventy from "@11ty/eleventy";
import * as pagefind from "pagefind";
import { brokenLinks } from "./broken-links.mjs";

const root = path.resolve(import.meta.dirname, "../..");
process.chdir(root);
const { DOCS_OUTPUT: output = "docs/.site", DOCS_BASE: base = "/" } = process.env;
rmSync(output, { recursive: true, force: true });

const eleventy = new Eleventy("docs", output, { configPath: "docs/site/eleventy.config.mjs", quietMode: true });
await eleventy.write();

// One index for both languages, in which a search from any page finds the pages of either. It has one stemmer: French words have more forms.
const { index, errors } = await pagefind.createIndex({ forceLanguage: "fr" });
if (!index) throw new Error(errors.join("\n"));
const { page_count: pages, errors: unread } = await index.addDirectory({ path: output });
if (unread.length) throw new Error(unread.join("\n"));
await index.writeFiles({ outputPath: path.join(output, "pagefind") });
await pagefind.close();
const broken = brokenLinks(output, base);
if (broken.length) throw new Error(broken.join("\n"));
console.log(`${pages} pages in ${output}`);
