import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { glyphsOf } from "./glyphs.ts";
import { FONT_FILES } from "./program.ts";

it("every font has what French and English need; the rest is shown as missing", () => {
  for (const file of FONT_FILES) {
    const { has, printable } = glyphsOf(readFileSync(file));
    const needed = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»’“”–—…€²³°≥≤½·\u00a0\u202f□Ωж";
    for (const character of needed) expect([character, has(character.codePointAt(0) ?? 0)]).toEqual([character, true]);
    expect(printable("Zone 漢 😀 \ue000 e\u0301")).toBe("Zone □ □ □ é");
    expect(printable("a\u0000b\ufeffc\u202ed\ud800e")).toBe("abcde");
  }
});
