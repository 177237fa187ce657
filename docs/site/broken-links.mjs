import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Links of the built pages that lead to no file, or to no heading of it. */
export function brokenLinks(folder, base) {
  const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html"));
  const textOf = new Map(pages.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
  const isThere = (link) => {
    const [name, anchor] = decodeURI(link.slice(base.length)).split("#");
    const page = [name, path.join(name, "index.html")].find((one) => textOf.has(one));
    if (!page) return name !== "" && existsSync(path.join(folder, name)) && !anchor;
    return !anchor || textOf.get(page)?.includes(` id="${anchor}"`);
  };
  return [...textOf].flatMap(([name, text]) =>
    [...text.matchAll(/ (?:href|src)="([^"]+)"/g)]
      .map(([, link]) => link.replaceAll("&amp;", "&"))
      .filter((link) => link.startsWith(base) && !isThere(link))
      .map((link) => `${name}: ${link} leads nowhere`),
  );
}
