import fc from "fast-check";
import { expect, test } from "vitest";
import { readDated, writeDated } from "./dated-json.ts";

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }));
const { value: answer } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("constructor", "toString", "a.b", "0")), tie("value"), { maxKeys: 4 }),
  ),
}));

test("what is written is read again, with its dates, whatever its keys are", () => {
  fc.assert(
    fc.property(answer, (value) => {
      expect(readDated(writeDated(value))).toEqual(value);
    }),
  );
});

test("a text that looks like a date stays a text, and an invalid date becomes null", () => {
  const text = "2026-01-01T00:00:00.000Z";
  expect(readDated(writeDated({ text, at: new Date(text), none: new Date(Number.NaN) }))).toEqual({ text, at: new Date(text), none: null });
});

test("no path leads outside the answer", () => {
  for (const path of [["__proto__", "x"], ["constructor", "name"], ["a", "length"], [], ["a"], ["none"]]) {
    expect(() => readDated(JSON.stringify({ value: { a: [1] }, dates: [path] })), JSON.stringify(path)).toThrow();
  }
  expect(() => readDated("{}")).toThrow();
  expect(() => readDated("null")).toThrow();
  expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
});
