import { describe, expect, it } from "vitest";
import { links } from "../../links.ts";
import { addressOf, filterCount, readCatalogueQuery, withToggled } from "./query.ts";

describe("the query of the catalogue", () => {
  it("reads known parameters and ignores the others", () => {
    expect(readCatalogueQuery({ q: "  plan ", topic: "planning", keyword: "PLU", sort: "title", utm: "x" })).toEqual({
      q: "plan",
      topic: ["planning"],
      keyword: ["PLU"],
      sort: "title",
    });
    expect(readCatalogueQuery({ topic: ["hazards", "planning", "hazards"], format: ["tif", "../x"], box: "-4.5,48,-4,48.5" })).toEqual({
      topic: ["hazards", "planning"],
      format: ["tif"],
      box: [-4.5, 48, -4, 48.5],
    });
  });

  it("takes the first of repeated values, and ignores unreadable ones instead of failing", () => {
    const unreadable = { topic: "no-such-topic", sort: "drop table", cursor: "x".repeat(300), producer: "me", box: "1,2,x,4" };
    expect(readCatalogueQuery({ q: ["a", "b"], ...unreadable })).toEqual({ q: "a" });
    expect(readCatalogueQuery({ q: "", box: "3,1,2,4", updated: ["week", "year"] })).toEqual({ updated: ["week"] });
  });

  it("is written back as the same search, from its first page", () => {
    const query = readCatalogueQuery({ q: "plan", topic: ["hazards", "planning"], place: "Lanvor", box: "1,2,3,4", cursor: "20" });
    const { searchParams } = new URL(links.catalogue("fr", addressOf(query)), "http://x");
    expect([...searchParams]).toEqual([
      ["q", "plan"],
      ["place", "Lanvor"],
      ["topic", "hazards"],
      ["topic", "planning"],
      ["box", "1,2,3,4"],
    ]);
    expect(filterCount(query)).toBe(3);
  });

  it("chooses a value beside the others, or no longer; of the periods, one", () => {
    const query = readCatalogueQuery({ topic: "hazards", updated: "week" });
    expect(withToggled(query, "topic", "planning").topic).toEqual(["hazards", "planning"]);
    expect(withToggled(query, "topic", "hazards").topic).toEqual([]);
    expect(withToggled(query, "updated", "year").updated).toEqual(["year"]);
  });
});
