// Links of the repository's Markdown as links of the site.
import path from "node:path";
import { DOCS, OUTSIDE, urlOf } from "./contents.mjs";

const ROOT = path.dirname(DOCS);

/**
 * The target on the site of a link in `file`; null when it leads to a file that is not a page, such as a source.
 *
 * @param base what the site's address begins with, `/` or `/docs/`
 */
export function siteLink(file, target, base) {
  if (/^([a-z]+:|#)/i.test(target)) return target;
  const [name, anchor] = target.split("#");
  const absolute = path.resolve(path.dirname(file), name);
  const hash = anchor ? `#${anchor}` : "";
  const outside = Object.entries(OUTSIDE).find(([, one]) => path.join(ROOT, one) === absolute);
  if (outside) return `${base}${outside[0]}/${hash}`;
  const inside = path.relative(DOCS, absolute);
  if (inside.startsWith("..") || !inside.endsWith(".md")) return isPicture(inside) ? `${base}${inside}` : null;
  return `${base.replace(/\/$/, "")}${urlOf(inside)}${hash}`;
}

const isPicture = (file) => /^pictures\/[\w-]+\.webp$/.test(file);

/** The anchor of a heading, as the hosts of repositories make it. */
export function anchorOf(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}
