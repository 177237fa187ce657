import { describe, expect, it } from "vitest";
import { links } from "../../links.ts";
import { type PagePlace, queryOf, readPlace } from "./place-query.ts";

describe("the address of an answer", () => {
  it("names the place that it was made from", () => {
    const places: PagePlace[] = [
      { kind: "link", id: "0123456789abc" },
      { kind: "point", lon: 4.3612345, lat: 43.83, precision: "exact" },
      { kind: "point", lon: -61.5, lat: 16.25, precision: "street", label: "rue de l’École & du Lin" },
      { kind: "parcels", ids: ["30014000AB0012", "30014000AB0013"] },
    ];
    for (const place of places) {
      const address = new URL(links.answer("fr", queryOf(place)), "http://x");
      expect(address.pathname).toBe("/fr/answer");
      expect(readPlace(Object.fromEntries(address.searchParams))).toEqual(place);
    }
  });

  it("without a place names none, and a mistake never becomes another place", () => {
    expect(readPlace({ q: "rue du Lin" })).toBeNull();
    for (const wrong of [
      { lon: "4.3" },
      { lon: "4.3", lat: "1e1" },
      { lon: "", lat: "" },
      { lon: "4.3", lat: "91" },
      { lon: ["4", "5"], lat: "43" },
      { lon: "4.3", lat: "43", precision: "roughly" },
      { parcels: "a b" },
      { parcels: "" },
      { lon: "4.3", lat: "43", parcels: "30014000AB0012" },
    ])
      expect(readPlace(wrong)).toBe("wrong");
  });
});
