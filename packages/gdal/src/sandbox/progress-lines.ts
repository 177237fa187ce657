import { writeAll } from "@archipel/sandbox/write-all.ts";

/** Steps of progress that are written. */
const STEP = 0.01;

/** Writes progress from 0 to 1 as lines on a descriptor, which the parent reads (`followProgress`). */
export function progressLines(descriptor: number): (fraction: number) => void {
  let reported = 0;
  return (fraction) => {
    if (fraction - reported < STEP) return;
    reported = fraction;
    writeAll(descriptor, Buffer.from(`${fraction.toFixed(2)}\n`));
  };
}
