import { expect, test } from "vitest";
import { readCoordinates } from "./read.ts";
import { coordinatesInWords, positionLabel } from "./words.ts";

test("what was understood is said in both languages, and its label is read again as the same place", () => {
  const [read] = readCoordinates("48°07'02\" N 1°40'40\" W");
  if (!read) throw new Error("not read");
  expect(coordinatesInWords(read, "fr")).toBe("WGS 84, degrés, minutes et secondes, latitude puis longitude");
  expect(coordinatesInWords(read, "en")).toBe("WGS 84, degrees, minutes and seconds, latitude then longitude");
  for (const locale of ["fr", "en"] as const) {
    const [again] = readCoordinates(positionLabel(read, locale));
    expect([again?.lon, again?.lat].map((degrees) => degrees?.toFixed(4))).toEqual(
      [read.lon, read.lat].map((degrees) => degrees.toFixed(4)),
    );
  }
});
