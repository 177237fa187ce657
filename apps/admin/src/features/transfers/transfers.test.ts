import { describe, expect, it } from "vitest";
import { secondsLeft, Transfers } from "./transfers.ts";

describe("secondsLeft", () => {
  it("is unknown without a rate, else what remains over the rate", () => {
    expect(secondsLeft({ size: 100, sent: 0, bytesPerSecond: null })).toBeNull();
    expect(secondsLeft({ size: 1000, sent: 400, bytesPerSecond: 100 })).toBe(6);
  });
});

describe("an empty file", () => {
  it("is reported at once and not sent", async () => {
    const store = new Transfers();
    await store.send(new File([], "vide.geojson"), "a-community", () => {});
    expect(store.all()).toMatchObject([{ fileName: "vide.geojson", status: "failed", failure: { code: "upload-empty" } }]);
  });
});
