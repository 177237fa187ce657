import { describe, expect, it } from "vitest";
import { embedding } from "./portals.ts";

const listed = (...origins: string[]) => embedding.safeParse({ by: "listed", origins });

describe("embedding", () => {
  it.each([
    ["https://www.ville.fr", "https://www.ville.fr"],
    [" www.ville.fr ", "https://www.ville.fr"],
    ["HTTPS://WWW.Ville.fr/page?a=1", "https://www.ville.fr"],
    ["https://*.ville.fr", "https://*.ville.fr"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["https://été.fr", "https://xn--t-9fab.fr"],
  ])("keeps the origin of %s", (text, origin) => {
    expect(listed(text).data).toEqual({ by: "listed", origins: [origin] });
  });

  it.each([
    "*",
    "https://*",
    "https://a.*.fr",
    "ftp://a.fr",
    "javascript:alert(1)",
    "https://a.fr b.fr",
    "https://u:p@a.fr",
    "",
    "'none'",
    "a;b",
  ])("refuses %s, which would say something else in a header", (text) => {
    expect(listed(text).success).toBe(false);
  });

  it("needs a site in a list, and accepts at most fifty", () => {
    expect(listed().success).toBe(false);
    expect(listed(...Array.from({ length: 51 }, (_, index) => `https://h${index}.fr`)).success).toBe(false);
    expect(embedding.safeParse({ by: "nobody", origins: [] }).success).toBe(true);
  });
});
