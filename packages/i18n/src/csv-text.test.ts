import { expect, test } from "vitest";
import { csvLineOf, guardedText, unguardedText } from "./csv-text.ts";

const formulas = ["=1+1", "+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\n1", "＝1", "'=1", "''@a"];
const hidden = [" =1+1", "\u00a0@a", "\u200b=1", "\ufeff+1", "\v-1", "' =1"];

test("no text begins like a formula, and each is read back as it was", () => {
  for (const text of [...formulas, ...hidden, "", "'", "l'eau", "a=b", "Île", " a", "'n"]) {
    expect(/^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(guardedText(text)), text).toBe(false);
    expect(unguardedText(guardedText(text)), text).toBe(text);
  }
});

test("only what a spreadsheet would run is guarded", () => {
  for (const text of [...formulas, ...hidden]) expect(guardedText(text), text).toBe(`'${text}`);
  for (const text of ["a=b", "l'eau", "'n", " a", "2024-01-01", "Île"]) expect(guardedText(text)).toBe(text);
});

test("headers and values are guarded, figures are not; separators, quotes, line breaks and outer spaces are quoted", () => {
  expect(csvLineOf(["=a", "b;c"], ";")).toBe(`'=a;"b;c"\r\n`);
  expect(csvLineOf(["\n=1", 'say "x"', " a", -1.5, true, null, { plain: "-1,2" }], ",")).toBe(
    `"'\n=1","say ""x"""," a",-1.5,true,,"-1,2"\r\n`,
  );
});
