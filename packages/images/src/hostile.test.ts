import { Readable } from "node:stream";
import type { ChildUsage } from "@archipel/sandbox/watch.ts";
import { expect, test } from "vitest";
import { ImageError, type WantedImage } from "./model.ts";
import { redrawImage } from "./redraw.ts";
import { sniffImage } from "./sniff.ts";
import { hostileImages } from "./testing/hostile-images.ts";

const WANTED: WantedImage = {
  width: 640,
  height: 320,
  fit: "inside",
  format: { jpeg: "jpeg", png: "png", webp: "webp", avif: "jpeg", svg: "png" },
};
const LIMITS = { cpuSeconds: 0.5, memoryBytes: 300 * 2 ** 20 };
/** What a child can allocate between two measurements. */
const SLACK_BYTES = 200 * 2 ** 20;

test.each(Object.entries(hostileImages))("%s ends within the limits of its child process", async (_, make) => {
  const file = make();
  const format = sniffImage(file);
  if (format === null) return;
  const usages: ChildUsage[] = [];
  const outcome = await redrawImage(format, Readable.from([file]), [WANTED], {
    limits: LIMITS,
    onUsage: (usage) => usages.push(usage),
  }).catch((error: unknown) => error);
  // Most are refused. A few are drawn, because that costs little: nobody is hurt.
  if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(ImageError);
  const [usage] = usages;
  expect(usages).toHaveLength(1);
  expect(usage?.cpuSeconds).toBeLessThan(LIMITS.cpuSeconds + 1);
  expect(usage?.peakMemoryBytes).toBeLessThan(LIMITS.memoryBytes + SLACK_BYTES);
});

test("twenty images are hostile", () => {
  expect(Object.keys(hostileImages).length).toBeGreaterThanOrEqual(20);
});
