import { expect, test } from "vitest";
import { failureOf } from "./failure.ts";
import { UnreadableError } from "./model.ts";

test("a full disk is not blamed on the file that was read or written", () => {
  for (const detail of [
    "ENOSPC: no space left on device, write",
    "EDQUOT: quota exceeded, write",
    "Write error: No space left on device",
    "sqlite3_exec(COMMIT) failed: database or disk is full",
  ]) {
    const failure = failureOf("broken", detail);
    expect(failure).toMatchObject({ code: "ENOSPC" });
    expect(failure).not.toBeInstanceOf(UnreadableError);
  }
  expect(failureOf("archive", "too many entries")).toMatchObject({ reason: "archive", detail: "too many entries" });
});
