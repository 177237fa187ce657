import { expect, test } from "vitest";
import { Attempts } from "./attempts.ts";

test("counts what a caller asked for, less of it the longer ago it was", () => {
  let now = 0;
  const attempts = new Attempts({ periodSeconds: 10, now: () => now });
  for (let index = 0; index < 20; index++) attempts.add("a", 1);
  expect(attempts.of("a")).toBe(20);
  expect(attempts.of("b")).toBe(0);
  now = 10_000;
  expect(attempts.of("a")).toBeCloseTo(20 / Math.E);
  expect(attempts.add("a", 0.5)).toBeCloseTo(20 / Math.E + 0.5);
});

test("says how long to wait, after which the caller is within the limit again", () => {
  let now = 0;
  const attempts = new Attempts({ periodSeconds: 10, now: () => now });
  attempts.add("a", 100);
  const seconds = attempts.secondsUntil("a", 8);
  now = seconds * 1000;
  expect(attempts.of("a")).toBeCloseTo(8);
  expect([attempts.secondsUntil("a", 9), attempts.secondsUntil("b", 1)]).toEqual([0, 0]);
});

test("remembers a limited number of callers, those who asked last", () => {
  const attempts = new Attempts({ periodSeconds: 10, most: 100, now: () => 0 });
  attempts.add("first", 1);
  for (let index = 0; index < 99; index++) attempts.add(`${index}`, 1);
  attempts.add("first", 1);
  attempts.add("one more", 1);
  expect([attempts.of("first"), attempts.of("0"), attempts.of("1")]).toEqual([2, 0, 1]);
});
