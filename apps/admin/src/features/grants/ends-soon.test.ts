import { expect, test } from "vitest";
import { endsSoon, renewedEnd } from "./ends-soon.ts";

const at = (day: string) => new Date(`${day}T12:00:00Z`);

test("a valid grant that ends within a month ends soon", () => {
  const now = at("2026-03-01");
  expect(endsSoon({ state: "valid", until: at("2026-03-31") }, now)).toBe(true);
  expect(endsSoon({ state: "valid", until: at("2026-04-01") }, now)).toBe(false);
  expect(endsSoon({ state: "valid", until: null }, now)).toBe(false);
  expect(endsSoon({ state: "not-begun", until: at("2026-03-02") }, now)).toBe(false);
});

test("a grant is renewed for its own length, and for a day at least", () => {
  expect(renewedEnd({ from: at("2026-01-01"), until: at("2026-01-31") })).toEqual(at("2026-03-02"));
  expect(renewedEnd({ from: at("2026-01-01"), until: new Date("2026-01-01T13:00:00Z") })).toEqual(new Date("2026-01-02T13:00:00Z"));
  expect(renewedEnd({ from: at("2026-01-01"), until: null })).toBeNull();
});
