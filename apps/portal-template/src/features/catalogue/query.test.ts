import { describe, expect, it } from "vitest";
import { readCatalogueQuery } from "./query.ts";

describe("readCatalogueQuery", () => {
  it("reads known parameters and ignores the others", () => {
    expect(readCatalogueQuery({ q: "  plan ", topic: "planning", keyword: "PLU", sort: "title", utm: "x" })).toEqual({
      q: "plan",
      topic: "planning",
      keyword: "PLU",
      sort: "title",
    });
  });

  it("takes the first of repeated values, and ignores unreadable ones instead of failing", () => {
    expect(readCatalogueQuery({ q: ["a", "b"], topic: "no-such-topic", sort: "drop table", cursor: "x".repeat(300) })).toEqual({ q: "a" });
    expect(readCatalogueQuery({ q: "" })).toEqual({});
  });
});
