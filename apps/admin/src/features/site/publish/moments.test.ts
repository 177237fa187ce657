import fc from "fast-check";
import { expect, test } from "vitest";
import { momentOf, typedMoment } from "./moments.ts";

test.each([
  ["2026-11-28T09:30", "2026-11-28T08:30:00.000Z"],
  ["2026-07-01T00:00", "2026-06-30T22:00:00.000Z"],
  // The clock goes from 02:00 to 03:00: 02:30 does not exist.
  ["2026-03-29T01:30", "2026-03-29T00:30:00.000Z"],
  ["2026-03-29T03:30", "2026-03-29T01:30:00.000Z"],
])("%s in Paris is %s", (typed, moment) => {
  expect(momentOf(typed)?.toISOString()).toBe(moment);
});

test("a moment is shown as it was typed, in whatever zone the browser is", () => {
  const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 });
  fc.assert(
    fc.property(minutes, (minute) => {
      const typed = typedMoment(new Date(minute * 60_000));
      const again = momentOf(typed);
      // The hour that the clock shows twice in autumn may be read as either.
      expect(again && typedMoment(again)).toBe(typed);
    }),
  );
});

test("what is no moment is refused", () => {
  for (const typed of ["", "demain", "2026-13-01T00:00", "2026-11-28"]) expect(momentOf(typed)).toBeNull();
});
