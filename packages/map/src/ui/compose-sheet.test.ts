import { expect, it } from "vitest";
import { wrapped } from "./compose-sheet.ts";

const pen = { measureText: (text: string) => ({ width: text.length }) as TextMetrics };

it("wraps texts at spaces, and breaks words that are longer than a line", () => {
  expect(wrapped(pen, "one two three", 7)).toEqual(["one two", "three"]);
  expect(wrapped(pen, "https://example.org/map?l=1", 10)).toEqual(["https://ex", "ample.org/", "map?l=1"]);
  expect(wrapped(pen, "", 10)).toEqual([]);
});
