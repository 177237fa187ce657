import { expect, it } from "vitest";
import { markdownHtml, plainText, renderMarkdown } from "./markdown.ts";

it("keeps what Markdown can say, below the headings of the page", async () => {
  expect(await renderMarkdown("# Le port\n\nDes **quais** et [la rade](https://example.org).")).toBe(
    '<h3>Le port</h3>\n<p>Des <strong>quais</strong> et <a href="https://example.org" rel="nofollow ugc noopener">la rade</a>.</p>',
  );
  expect(await renderMarkdown("| a |\n| - |\n| 1 |")).toContain("<table>");
});

it("removes markup, scripts, images and unsafe addresses", async () => {
  const hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n![](https://x.example/a.png) [x](javascript:alert(1)) - [ ] y";
  const html = await renderMarkdown(hostile);
  for (const part of ["<script", "<img", "onerror", "javascript:", "<input"]) expect(html).not.toContain(part);
});

it("shortens to whole words without marks", () => {
  expect(plainText("## Titre\n\n- **Un** [lien](https://x)\n- deux", 100)).toBe("Titre Un lien deux");
  expect(plainText("un deux trois", 9)).toBe("un deux…");
});

it("orders headings without a gap, below the heading of the page", () => {
  const tags = (text: string, from: 2 | 3 | 4) => markdownHtml(text, from).match(/<h\d/g);
  expect(tags("### Un\n\n# Deux\n\n##### Trois\n\n## Quatre", 2)).toEqual(["<h2", "<h2", "<h3", "<h3"]);
  expect(tags("# a\n## b\n### c\n#### d\n##### e\n###### f", 4)).toEqual(["<h4", "<h5", "<h6", "<h6", "<h6", "<h6"]);
  expect(tags("# \u200b\n\n## ![](https://x.example/a.png)", 3)).toBeNull();
});

it("gives links and columns words, and no anchors that two texts could share", () => {
  expect(markdownHtml("[](https://a.example)")).toContain(">https://a.example</a>");
  expect(markdownHtml("| | b |\n| - | - |\n| 1 | 2 |")).toContain("<td></td>");
  const notes = markdownHtml("Un[^1]\n\n[^1]: Deux");
  for (const part of ["id=", "Footnotes", "aria-describedby", 'href="#']) expect(notes).not.toContain(part);
});
