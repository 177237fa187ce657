import { describe, expect, it } from "vitest";
import { rateMeter, secondsLeft, Transfers } from "./transfers.ts";

describe("rateMeter", () => {
  it("knows nothing before the second measure", () => {
    expect(rateMeter(() => 0)(10)).toBeNull();
  });

  it("settles on a steady rate and follows a change slowly", () => {
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

describe("secondsLeft", () => {
  it("is unknown without a rate, else what remains over the rate", () => {
    expect(secondsLeft({ size: 100, sent: 0, bytesPerSecond: null })).toBeNull();
    expect(secondsLeft({ size: 1000, sent: 400, bytesPerSecond: 100 })).toBe(6);
  });
});

describe("an empty file", () => {
  it("is told at once and not sent", async () => {
    const store = new Transfers();
    await store.send(new File([], "vide.geojson"), "a-community", () => {});
    expect(store.all()).toMatchObject([{ fileName: "vide.geojson", status: "failed", failure: { code: "upload-empty" } }]);
  });
});
