import { expect, it } from "vitest";
import { plainText, renderMarkdown } from "./markdown.ts";

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
