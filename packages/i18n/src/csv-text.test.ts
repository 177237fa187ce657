import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLineOf, guardedText, unguardedText } from "./csv-text.ts";

const formulas = [
  "=1+1",
  "=1",
  "+a",
  "-A1",
  "+1:1",
  "-2-3",
  "+1*2",
  "-1e3+1",
  "+33-6-00",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1)",
  "\t=1",
  "\r=1",
  "\n=1",
  "\n1",
  "＝1",
  "'=1",
  "''@a",
];
const hidden = [" =1+1", "\u00a0@a", "\u200b=1", "\ufeff+1", "\v-1", "' =1"];

const figures = ["-9223372036854775808", "+33 6 00", "+33 (0)6 12 34 56 78", "+33.6.12", "-1.5e-3", "-0,5", "- 12 000", "-", "+"];
const STARTS = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

test("no text begins like a formula, and each is read back as it was", () => {
  for (const text of [...formulas, ...hidden, "", "'", "l'eau", "a=b", "Île", " a", "'n"]) {
    expect(STARTS.test(guardedText(text)), text).toBe(false);
    expect(unguardedText(guardedText(text)), text).toBe(text);
  }
});

test("only what a spreadsheet would run is guarded", () => {
  for (const text of [...formulas, ...hidden]) expect(guardedText(text), text).toBe(`'${text}`);
  for (const text of ["a=b", "l'eau", "'n", " a", "2024-01-01", "Île"]) expect(guardedText(text)).toBe(text);
});

test("numbers and telephone numbers stay as they are, also when they were guarded by an earlier version", () => {
  for (const text of figures) {
    expect(guardedText(text)).toBe(text);
    expect(unguardedText(`'${text}`)).toBe(text);
    for (const own of [text, `'${text}`, `''${text}`]) expect(unguardedText(guardedText(own))).toBe(own);
  }
});

test("whatever begins like a formula and is not guarded has figures alone, and every text is read back", () => {
  const part = fc.constantFrom(
    ..."=+-@'\t\r\n \u00a0\u200b＝＋",
    "0",
    "33",
    ".",
    ",",
    "(",
    ")",
    "e",
    "A1",
    "R1C1",
    "cmd|",
    "!",
    ":",
    ";",
    "*",
    "/",
    "^",
    "&",
    "%",
    '"',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const cell = guardedText(text);
      expect(unguardedText(cell)).toBe(text);
      if (STARTS.test(cell)) expect(cell.replace(/(?<=\d)e[+-]?\d+$/, "")).toMatch(/^[+-][\d .,()\u00a0]*$/);
    }),
    { numRuns: 2_000 },
  );
});

test("headers and values are guarded, figures are not; separators, quotes, line breaks and outer spaces are quoted", () => {
  expect(csvLineOf(["=a", "b;c"], ";")).toBe(`'=a;"b;c"\r\n`);
  expect(csvLineOf(["\n=1", 'say "x"', " a", -1.5, true, null, { plain: "-1,2" }], ",")).toBe(
    `"'\n=1","say ""x"""," a",-1.5,true,,"-1,2"\r\n`,
  );
});
