import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { degreesAsked, numberAsked, periodAsked } from "./address-values.ts";

/** A number as Python prints it: an exponent has two digits, and begins at 1e-5 and 1e16. */
function pythonText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e16)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, "0")}`;
}

const degrees = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -1e-4, max: 1e-4, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
);

test("any number is read back from what JavaScript and Python print, also when its plus was not escaped", () => {
  fc.assert(
    fc.property(degrees, (value) => {
      for (const text of [JSON.stringify(value), pythonText(value), value.toExponential(), value.toFixed(25)]) {
        const expected = Number(text);
        expect(degreesAsked(text, "lon", 180)).toBe(expected);
        expect(degreesAsked(new URLSearchParams(`lon=${text}`).get("lon"), "lon", 180)).toBe(expected);
      }
      expect(degreesAsked(pythonText(value), "lon", 180)).toBe(value);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  "",
  " ",
  ".",
  "-",
  "e5",
  "1,5",
  "0x10",
  "1e",
  "1e5.5",
  "NaN",
  "Infinity",
  "1e999",
  "1 2",
  "１",
  "1_000",
  "9".repeat(101),
  "1e+ 5",
])("%j is not a number, and the error repeats it", (text) => {
  expect(() => numberAsked(text, "lat")).toThrow(
    expect.objectContaining({ kind: "malformed", code: "number-malformed", params: { parameter: "lat", value: text.slice(0, 60) } }),
  );
});

test("a number outside the limits is refused with them", () => {
  expect(() => degreesAsked("-85.0000001", "lat", 85)).toThrow(
    expect.objectContaining({ code: "number-outside", params: { parameter: "lat", value: "-85.0000001", least: "-85", most: "85" } }),
  );
});

describe("a period", () => {
  const at = (text: string) => Date.parse(text);
  it.each([
    ["2019-06-01", at("2019-06-01T00:00:00Z"), at("2019-06-01T23:59:59.999Z")],
    ["2019-06-01T12:00:00Z", at("2019-06-01T12:00:00Z"), at("2019-06-01T12:00:00Z")],
    ["2019-06-01t12:00:00.5+02:00", at("2019-06-01T10:00:00.500Z"), at("2019-06-01T10:00:00.500Z")],
    ["2019-06-01T12:00:00 02:00", at("2019-06-01T10:00:00Z"), at("2019-06-01T10:00:00Z")],
    ["2018-01-01/2019-01-01", at("2018-01-01T00:00:00Z"), at("2019-01-01T23:59:59.999Z")],
    ["2019-01-01T12:00:00Z/2019-01-01", at("2019-01-01T12:00:00Z"), at("2019-01-01T23:59:59.999Z")],
    ["2019-01-01/2019-01-01", at("2019-01-01T00:00:00Z"), at("2019-01-01T23:59:59.999Z")],
    ["../2019-01-01", null, at("2019-01-01T23:59:59.999Z")],
    ["/2019-01-01", null, at("2019-01-01T23:59:59.999Z")],
    ["2019-01-01/..", at("2019-01-01T00:00:00Z"), null],
    ["2019-01-01/", at("2019-01-01T00:00:00Z"), null],
    ["2020-02-29", at("2020-02-29T00:00:00Z"), at("2020-02-29T23:59:59.999Z")],
  ])("%s is read", (text, from, to) => {
    expect(periodAsked(text, "datetime")).toEqual({ from, to });
  });

  it.each([
    ["", "datetime-malformed"],
    ["/", "datetime-malformed"],
    ["..", "datetime-malformed"],
    ["../..", "datetime-malformed"],
    ["2019-13-01", "datetime-malformed"],
    ["2019-02-29", "datetime-malformed"],
    ["2019-06-31/..", "datetime-malformed"],
    ["2019", "datetime-malformed"],
    ["2019-1-1", "datetime-malformed"],
    ["2019-01-01T10:00:00", "datetime-malformed"],
    ["2019-01-01T25:00:00Z", "datetime-malformed"],
    ["2019-01-01T10:00Z", "datetime-malformed"],
    ["2018-01-01/2019-01-01/2020-01-01", "datetime-malformed"],
    ["yesterday", "datetime-malformed"],
    ["2019-01-01/2018-12-31", "datetime-backwards"],
    ["2019-01-01T12:00:00Z/2019-01-01T11:59:59Z", "datetime-backwards"],
    ["2019-01-01T00:30:00Z/2019-01-01T01:00:00+02:00", "datetime-backwards"],
  ])("%s is refused as %s", (text, code) => {
    expect(() => periodAsked(text, "datetime")).toThrow(expect.objectContaining({ kind: "malformed", code }));
  });
});
