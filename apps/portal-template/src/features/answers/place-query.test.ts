import { askedPlace } from "@archipel/contracts/answers.ts";
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
      { lon: "4.3", lat: "1e2" },
      { lon: "4,3", lat: "43" },
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

  it("accepts what core-api accepts, and reads it as core-api does", () => {
    const points = ["0", "-0", "4.3", "180", "180.1", "-180", "85", "85.000001", "-85", "999", "5e-7", "-1.2E-05", "0.12345678901234567"];
    const precisions = ["", "exact", "building", "parcel", "street", "commune", "Exact", "constructor"];
    const labels = [
      "",
      " ",
      " rue du Lin ",
      "a".repeat(200),
      "a".repeat(201),
      ` ${"a".repeat(200)} `,
      "a\u0000b",
      "a\nb",
      "\n a \n",
      "\u0085",
      "é\u2028è",
    ];
    for (const lon of points)
      for (const lat of points)
        for (const precision of precisions)
          for (const label of labels) {
            const wanted = { kind: "point", lon: Number(lon), lat: Number(lat), ...(precision && { precision }), ...(label && { label }) };
            expect(readPlace({ lon, lat, precision, label })).toEqual(askedPlace.safeParse(wanted).data ?? "wrong");
          }
    const ids = [
      "",
      "A",
      "a1",
      "a".repeat(30),
      "a".repeat(31),
      "é",
      "a b",
      "A\n",
      Array(20).fill("A").join(","),
      Array(21).fill("A").join(","),
      "A,,B",
      "A,",
    ];
    for (const parcels of ids) {
      const asked = askedPlace.safeParse({ kind: "parcels", ids: parcels.split(",") });
      expect(readPlace({ parcels })).toEqual(asked.data ?? "wrong");
    }
    for (const link of ["0123456789abc", "0123456789abi", "0123456789ABC", "0123456789abcd", "", "0123456789ab\n"]) {
      const asked = askedPlace.safeParse({ kind: "link", id: link.toLowerCase() });
      expect(readPlace({ link })).toEqual(asked.data ?? "wrong");
    }
  });
});
