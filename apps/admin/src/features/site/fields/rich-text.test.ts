// @vitest-environment jsdom
import { afterEach, expect, test } from "vitest";
import { isRichText, type RichText, startRichText } from "./rich-text.ts";

let started: RichText | undefined;
afterEach(() => started?.editor.destroy());

function start() {
  const box = document.createElement("div");
  document.body.append(box);
  const written: string[] = [];
  started = startRichText(box, { class: "rich-text" }, (markdown) => written.push(markdown));
  return { ...started, written };
}

test("what the visual editor would lose is left to plain Markdown", () => {
  expect(isRichText("## Titre\n\nDu **gras**, de l’*italique*, un [lien](https://a.fr).\n\n- un\n- deux\n\n1. un\n\n> cité")).toBe(true);
  expect(isRichText("| a | b |\n| - | - |\n| 1 | 2 |")).toBe(false);
  expect(isRichText("![image](https://a.fr/x.png)")).toBe(false);
  expect(isRichText("<div>balises</div>")).toBe(false);
  expect(isRichText("- [ ] à faire")).toBe(false);
});

test("a text that is only shown is not written", () => {
  const { show, written } = start();
  show("Bonjour **à tous**");
  expect(written).toEqual([]);
});

test.each(["Bonjour **à tous**", "## Titre\n\nTexte", "- un\n- deux", "[lien](https://a.fr)", "> cité", "a  \nb"])(
  "%j comes back as it was after a change elsewhere",
  (markdown) => {
    const { editor, show, written } = start();
    show(markdown);
    editor.commands.insertContentAt(editor.state.doc.content.size, { type: "paragraph", content: [{ type: "text", text: "Fin" }] });
    expect(written.at(-1)).toBe(`${markdown}\n\nFin`);
  },
);

test("pasted HTML keeps its structure and loses scripts, styles and attributes", () => {
  const { editor, written } = start();
  editor.view.pasteHTML(
    '<h2 style="color:red" onclick="alert(1)">Titre</h2><script>alert(1)</script><p>Du <b>gras</b> et <a href="javascript:alert(1)">un piège</a></p><img src=x onerror=alert(1)>',
    // jsdom has no ClipboardEvent.
    new Event("paste") as ClipboardEvent,
  );
  expect(written.at(-1)).toBe("## Titre\n\nDu **gras** et un piège");
});
