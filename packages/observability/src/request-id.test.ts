import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";
import { currentRequestId, requestIdOf, withRequestId } from "./request-id.ts";

describe("the request id", () => {
  it("is taken from the header when that is well-formed", () => {
    for (const id of ["5f0c9c2a8f5b4d0e9a51c3a8c1f0d2b7", "7c0d9e6e-8f07-4a8e-9b60-6dd4f4b1a111", "edge.7_a"])
      expect(requestIdOf(id)).toBe(id);
  });

  it.each([undefined, "", "short", "a".repeat(65), 'x"}\n{"level":60', "-leading", "with space", ["abc234", "def567"]])(
    "is a new one instead of %j",
    (header) => expect(requestIdOf(header)).toMatch(/^[a-hj-km-np-z2-9]{12}$/),
  );

  it("differs between requests", () => {
    expect(new Set(Array.from({ length: 1000 }, () => requestIdOf(undefined))).size).toBe(1000);
  });

  it("is in every log line of the request's work exactly once, and in no other line", async () => {
    const lines: string[] = [];
    const log = createLogger({ name: "test", level: "info", destination: { write: (line) => void lines.push(line) } });
    log.info("before");
    await withRequestId("abc234", async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      log.child({ job: 1 }).info("within");
      log.child({ requestId: "abc234" }).info("its own logger");
      expect(currentRequestId()).toBe("abc234");
    });
    expect(lines.map((line) => (line.match(/"requestId":"abc234"/g) ?? []).length)).toEqual([0, 1, 1]);
  });
});
