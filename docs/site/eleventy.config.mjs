// docs/ as a site: Eleventy turns the Markdown into pages, Pagefind makes the search. Links between files keep working in both places.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { contents, DOCS, inOtherLanguage, OUTSIDE, urlOf } from "./contents.mjs";
import { anchorOf, siteLink } from "./links.mjs";

const base = process.env.DOCS_BASE ?? "/";

export default function site(config) {
  config.setUseGitIgnore(false);
  config.setQuietMode(true);
  config.ignores.add("docs/package.json");
  config.addPassthroughCopy({ "docs/site/site.css": "site.css" });
  if (existsSync(path.join(DOCS, "pictures"))) config.addPassthroughCopy({ "docs/pictures": "pictures" });
  config.addGlobalData("layout", "page.njk");
  config.addGlobalData("base", base);
  config.addGlobalData("contents", contents());
  config.addGlobalData(
    "permalink",
    () =>
      ({ page }) =>
        `${urlOf(path.relative(DOCS, page.inputPath))}index.html`.slice(1),
  );
  config.addGlobalData("eleventyComputed", {
    lang: ({ page }) => (/\/docs\/(help\/)?fr\//.test(path.resolve(page.inputPath)) ? "fr" : "en"),
    other: ({ page }) => inOtherLanguage(page.url),
    title: ({ page, source }) => /^# (.+)$/m.exec(readFileSync(source ?? page.inputPath, "utf8"))?.[1] ?? "Archipel",
  });
  for (const [name, file] of Object.entries(OUTSIDE)) {
    const source = path.join(path.dirname(DOCS), file);
    config.addTemplate(`${name}.md`, readFileSync(source, "utf8"), { permalink: `${name}/index.html`, source });
  }
  config.amendLibrary("md", (markdown) => {
    markdown.set({ html: false, linkify: false });
    markdown.core.ruler.push("site-links", ({ tokens, env }) => placeLinks(tokens, env.source ?? path.resolve(env.page.inputPath)));
  });
  return {
    dir: { input: "docs", includes: "site", output: process.env.DOCS_OUTPUT ?? "docs/.site" },
    markdownTemplateEngine: false,
    templateFormats: ["md"],
  };
}

/** Anchors on headings, addresses of the site in links; a link to a file that is no page stays as text. */
function placeLinks(tokens, file) {
  tokens.forEach((token, index) => {
    const inline = tokens[index + 1];
    if (token.type === "heading_open" && inline) token.attrSet("id", anchorOf(inline.content.replace(/[`*]|\]\([^)]*\)|\[/g, "")));
    let isText = false;
    for (const child of token.children ?? []) {
      if (child.type === "image") child.attrSet("src", siteLink(file, child.attrGet("src"), base) ?? "");
      if (child.type === "link_open") {
        const target = siteLink(file, child.attrGet("href"), base);
        isText = target === null;
        if (isText) Object.assign(child, { tag: "span", attrs: null });
        else child.attrSet("href", target);
      } else if (child.type === "link_close" && isText) child.tag = "span";
    }
  });
}
