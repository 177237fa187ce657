// The pages of the site, in the order in which they are read.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const DOCS = path.resolve(import.meta.dirname, "..");

/** Pages of the repository that stand outside `docs/` and belong to the site too. */
export const OUTSIDE = {
  contributing: "CONTRIBUTING.md",
  changelog: "CHANGELOG.md",
  security: "SECURITY.md",
  conduct: "CODE_OF_CONDUCT.md",
};

const PARTS = [
  { folder: "help/en", title: "Users’ help", lang: "en" },
  { folder: "fr", title: "En français", lang: "fr" },
  { folder: "help/fr", title: "Aide (français)", lang: "fr" },
  { folder: "operators", title: "Operators", lang: "en" },
  { folder: "integrators", title: "Integrators", lang: "en" },
  { folder: "architecture", title: "Architecture", lang: "en" },
  { folder: "adr", title: "Decisions", lang: "en" },
];

/** Each part with its pages: address, title, language. A part's own page comes first. */
export function contents() {
  const parts = PARTS.map(({ folder, title, lang }) => ({ title, lang, folder, pages: pagesOf(folder, lang) }));
  const project = Object.entries(OUTSIDE).map(([name, file]) => ({ url: `/${name}/`, title: titleOf(`../${file}`), lang: "en" }));
  return [...parts, { title: "Project", lang: "en", folder: "project", pages: project }];
}

function pagesOf(folder, lang) {
  const names = readdirSync(path.join(DOCS, folder), { recursive: true }).filter((name) => name.endsWith(".md"));
  const own = names.includes("README.md") ? readFileSync(path.join(DOCS, folder, "README.md"), "utf8") : "";
  // The part's own page lists the others in reading order; numbered pages follow their numbers.
  const place = (name) => (name === "README.md" ? -1 : Math.max(own.indexOf(`(${name}`), 0) || 1e6);
  return names
    .toSorted((a, b) => place(a) - place(b) || a.localeCompare(b, "en", { numeric: true }))
    .map((name) => ({ url: urlOf(path.join(folder, name)), title: titleOf(path.join(folder, name)), lang }));
}

/** The same page in the other language: the help has both, other pages lead to the entrance of that language. */
export function inOtherLanguage(url) {
  const [, lang, rest] = /^\/help\/(en|fr)\/(.*)$/.exec(url) ?? [];
  if (lang) return `/help/${lang === "fr" ? "en" : "fr"}/${rest}`;
  return url.startsWith("/fr/") ? "/" : "/fr/";
}

/** The address of a page of `docs/` on the site. */
export function urlOf(file) {
  const plain = file.replace(/(^|\/)README\.md$/, "$1").replace(/\.md$/, "/");
  return `/${plain}`;
}

function titleOf(file) {
  return /^# (.+)$/m.exec(readFileSync(path.join(DOCS, file), "utf8"))?.[1] ?? file;
}
