import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const help = new URL("../../../docs/help/", import.meta.url);
const files = (locale: string) => readdirSync(new URL(`${locale}/`, help)).sort();

describe("users' help", () => {
  it("has the same topics in both languages", () => {
    expect(files("en")).toEqual(files("fr"));
    expect(files("fr").length).toBeGreaterThan(3);
  });

  it.each(["fr", "en"].flatMap((locale) => files(locale).map((file) => [locale, file] as const)))(
    "%s/%s opens with a title and an introduction",
    (locale, file) => {
      const [title, intro, ...rest] = readFileSync(new URL(`${locale}/${file}`, help), "utf8")
        .trim()
        .split(/\n{2,}/);
      expect(title).toMatch(/^# \S/);
      expect(intro).toMatch(/^[^#|-].{20,}/);
      expect(rest.length).toBeGreaterThan(2);
    },
  );
});
