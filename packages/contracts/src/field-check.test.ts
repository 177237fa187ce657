import { expect, it } from "vitest";
import { ruleFault, ruleFlaw } from "./field-check.ts";
import type { FieldRule, LayerField } from "./layers.ts";

const faultOf = (type: LayerField["type"], rule: FieldRule, value: string | number | null) => ruleFault({ type, rule }, value)?.code;
const flawOf = (type: LayerField["type"], rule: FieldRule) => ruleFlaw({ type, rule })?.code;

it("says how a value breaks its rule", () => {
  expect(ruleFault({ type: "text" }, null)).toBeNull();
  expect(faultOf("text", { isRequired: true }, null)).toBe("value-missing");
  expect(faultOf("text", { pattern: "[A-Z]{2}-\\d+" }, null)).toBeUndefined();
  expect(faultOf("text", { pattern: "[A-Z]{2}-\\d+", example: "AB-1" }, "AB-12")).toBeUndefined();
  // The pattern must match the whole text, not a part of it.
  expect(faultOf("text", { pattern: "[A-Z]{2}-\\d+", example: "AB-1" }, "xAB-12")).toBe("value-not-shaped");
  const zones = { values: [{ value: "U", label: "Urbaine" }, { value: "N" }] };
  expect(faultOf("text", zones, "N")).toBeUndefined();
  expect(ruleFault({ type: "text", rule: zones }, "X")).toEqual({
    code: "value-not-listed",
    params: { value: "X", allowed: "U (Urbaine), N" },
  });
  expect(faultOf("integer", { values: [{ value: 1 }, { value: "900719925474099312" }] }, "900719925474099312")).toBeUndefined();
  expect(faultOf("text", { dayFormat: "YYYYMMDD" }, "20230928")).toBeUndefined();
  expect(ruleFault({ type: "text", rule: { dayFormat: "YYYYMMDD" } }, "28/09/2023")).toEqual({
    code: "value-not-a-day",
    params: { value: "28/09/2023", example: "20240131" },
  });
  expect(faultOf("double", { min: 0, max: 10 }, -0.5)).toBe("value-below");
  expect(faultOf("double", { min: 0, max: 10 }, 10)).toBeUndefined();
  expect(faultOf("integer", { max: 10 }, "900719925474099312")).toBe("value-above");
});

it("matches every pattern in linear time", () => {
  const start = performance.now();
  expect(faultOf("text", { pattern: "(a+)+b", example: "ab" }, "a".repeat(40))).toBe("value-not-shaped");
  // A backtracking engine needs minutes.
  expect(performance.now() - start).toBeLessThan(5000);
});

it("says why no value can follow a rule", () => {
  expect(flawOf("boolean", { values: [{ value: "x" }] })).toBe("rule-not-for-type");
  expect(flawOf("integer", { pattern: "\\d" })).toBe("rule-not-for-type");
  expect(flawOf("text", { min: 1 })).toBe("rule-not-for-type");
  expect(flawOf("date", { dayFormat: "YYYYMMDD" })).toBe("rule-not-for-type");
  expect(flawOf("text", { unit: "m" })).toBe("rule-not-for-type");
  expect(flawOf("integer", { values: [{ value: 1 }, { value: 2.5 }] })).toBe("rule-value-misfit");
  expect(flawOf("text", { values: [{ value: "1" }, { value: 1 }] })).toBe("rule-values-repeated");
  expect(flawOf("double", { min: 2, max: 1 })).toBe("rule-range-empty");
  expect(flawOf("text", { pattern: "(", example: "(" })).toBe("rule-pattern-unreadable");
  // RE2 has no lookarounds and backreferences.
  expect(flawOf("text", { pattern: "(a)\\1", example: "aa" })).toBe("rule-pattern-unreadable");
  expect(flawOf("text", { pattern: "\\d+" })).toBe("rule-example-misfit");
  expect(flawOf("text", { pattern: "\\d+", example: "12", isRequired: true, help: "Des chiffres" })).toBeUndefined();
  expect(flawOf("date", { isRequired: true })).toBeUndefined();
});
