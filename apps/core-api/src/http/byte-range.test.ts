import { describe, expect, test } from "vitest";
import { asksForPart, rangeOf } from "./byte-range.ts";

describe("a Range header", () => {
  test.each([
    ["bytes=0-99", { start: 0, end: 99 }],
    ["bytes=900-", { start: 900, end: 999 }],
    ["bytes=900-5000", { start: 900, end: 999 }],
    ["bytes=-100", { start: 900, end: 999 }],
    ["bytes=-5000", { start: 0, end: 999 }],
    ["BYTES = 5-5", { start: 5, end: 5 }],
    ["bytes=1000-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=99999999999999999999-", "unsatisfiable"],
    [undefined, "whole"],
    ["bytes=0-1,5-9", "whole"],
    ["bytes=9-5", "whole"],
    ["bytes=-", "whole"],
    ["bytes=a-b", "whole"],
    ["lines=0-5", "whole"],
  ])("%s of a thousand bytes is %o", (header, expected) => {
    expect(rangeOf(header, 1000)).toEqual(expected);
  });

  test("no part of an empty file can be read", () => {
    expect([rangeOf("bytes=0-", 0), rangeOf("bytes=-5", 0), rangeOf(undefined, 0)]).toEqual(["unsatisfiable", "unsatisfiable", "whole"]);
  });

  test("only a part of known and small size costs little", () => {
    const isPart = (range: string | undefined, method = "GET") => asksForPart({ method, headers: range === undefined ? {} : { range } });
    expect(["bytes=0-16383", "bytes=1000000000-1002097151", "bytes=-65536"].map((range) => isPart(range))).toEqual([true, true, true]);
    const whole = ["bytes=0-", "bytes=0-2097152", "bytes=-99999999", "bytes=0-1,2-3", undefined];
    expect(whole.map((range) => isPart(range))).toEqual(Array(5).fill(false));
    expect(isPart(undefined, "HEAD")).toBe(true);
  });
});
