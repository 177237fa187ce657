import { randomBytes, randomUUID } from "node:crypto";
import type { FollowSubject } from "@archipel/contracts/follows.ts";
import { describe, expect, it } from "vitest";
import { answerPath, followedName, readStopToken, stopToken, subjectKeyOf } from "./policy.ts";

describe("the link that stops a follow", () => {
  const key = randomBytes(32);
  const stop = { personId: randomUUID(), kind: "place" as const, subjectId: randomUUID() };

  it("says what it stops, and is refused when anything of it was changed", () => {
    const token = stopToken(key, stop);
    expect(readStopToken(key, token)).toEqual(stop);
    expect(token.length).toBeLessThan(70);
    const bytes = Buffer.from(token, "base64url");
    for (let at = 0; at < bytes.length; at += 5) {
      const forged = Buffer.from(bytes);
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(readStopToken(key, forged.toString("base64url")), String(at)).toBeNull();
    }
    expect(readStopToken(randomBytes(32), token)).toBeNull();
    for (const text of ["", "x", token.slice(1), `${token}AA`]) expect(readStopToken(key, text), text).toBeNull();
  });
});

it("a place is the same whatever its name, and parcels in any order", () => {
  const point = { kind: "point", lon: 2, lat: 46, precision: "exact" } as const;
  const keyOf = (place: (FollowSubject & { kind: "place" })["place"]) => subjectKeyOf({ kind: "place", place });
  expect(keyOf({ ...point, label: "Ici" })).toBe(keyOf(point));
  expect(keyOf({ ...point, lat: 46.001 })).not.toBe(keyOf(point));
  expect(keyOf({ kind: "parcels", ids: ["b", "a", "b"] })).toBe("a,b");
  expect(answerPath({ ...point, precision: "street", label: "Rue & quai" })).toBe(
    "answer?lon=2&lat=46&precision=street&label=Rue+%26+quai",
  );
  expect(answerPath({ kind: "parcels", ids: ["a", "b"] })).toBe("answer?parcels=a%2Cb");
});

describe("the name of a followed place", () => {
  const point = { kind: "point" as const, label: "46.522200, -5.339940", crs: 2154, precision: "exact" as const };
  const place = { ...point, centre: [-5.33994, 46.5222] as [number, number], commune: { insee: "29019", name: "Saint-Aubrin" } };

  it("is an address, else the parcel, else the commune with the point: bare coordinates say nothing in a mail", () => {
    expect(followedName({ ...place, label: "1 rue de l’Ancre" }, "fr")).toBe("1 rue de l’Ancre");
    expect(followedName({ ...place, parcelHere: "29019000AB0012" }, "fr")).toBe("Parcelle AB 12, Saint-Aubrin");
    expect(followedName(place, "en")).toBe("Saint-Aubrin, at 46.522200, -5.339940");
    expect(followedName({ ...place, commune: { insee: "", name: "" } }, "fr")).toBe(point.label);
  });
});
