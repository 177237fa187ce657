// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { plainerHtml } from "./pasted-html.ts";

const item = (text: string, sign = "·") =>
  `<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">${sign} </span>${text}</p>`;

describe("a text pasted from Word", () => {
  it("has real lists", () => {
    expect(plainerHtml(`<p>Avant</p>${item("Un")}${item("Deux")}<p>Après</p>`)).toBe(
      "<p>Avant</p><ul><li>Un</li><li>Deux</li></ul><p>Après</p>",
    );
  });

  it("has numbered lists, and no number twice", () => {
    expect(plainerHtml(item("Un", "1.") + item("Deux", "2."))).toBe("<ol><li>Un</li><li>Deux</li></ol>");
    expect(plainerHtml('<p class="MsoListParagraph">1. Un</p>')).toBe("<ol><li>Un</li></ol>");
  });

  it("keeps the cells of a table apart", () => {
    expect(plainerHtml("<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>")).toBe("<p>A | B</p><p>1 | 2</p>");
  });

  it("is left as it is when an office program did not write it", () => {
    expect(plainerHtml("<p>- Un</p>")).toBe("<p>- Un</p>");
  });
});
