import { expect, test } from "vitest";
import { csvLineOf, guardedText, unguardedText } from "./csv-text.ts";

const formulas = ["=1+1", "+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''@a"];

test("no text begins like a formula, and each is read back as it was", () => {
  for (const text of [...formulas, "", "'", "l'eau", "a=b", "Île"]) {
    expect(/^[=+\-@＝＋－＠\t\r\n]/.test(guardedText(text)), text).toBe(false);
    expect(unguardedText(guardedText(text)), text).toBe(text);
  }
});

test("headers and values are guarded, figures are not; separators, quotes, line breaks and outer spaces are quoted", () => {
  expect(csvLineOf(["=a", "b;c"], ";")).toBe(`'=a;"b;c"\r\n`);
  expect(csvLineOf(["\n=1", 'say "x"', " a", -1.5, true, null, { plain: "-1,2" }], ",")).toBe(
    `"'\n=1","say ""x"""," a",-1.5,true,,"-1,2"\r\n`,
  );
});
