import { describe, expect, it } from "vitest";
import { rateMeter } from "./rate-meter.ts";

describe("rateMeter", () => {
  it("has no rate before the second measurement", () => {
    expect(rateMeter(() => 0)(10)).toBeNull();
  });

  it("converges to a steady rate and follows a change slowly", () => {
    let clock = 0;
    const rate = rateMeter(() => clock);
    rate(0);
    let seen: number | null = null;
    for (let second = 1; second <= 10; second++) {
      clock = second * 1000;
      seen = rate(second * 1_000_000);
    }
    expect(seen).toBeCloseTo(1_000_000);
    clock = 11_000;
    const slowed = rate(10_000_000) ?? 0;
    expect(slowed).toBeGreaterThan(500_000);
    expect(slowed).toBeLessThan(1_000_000);
  });
});
