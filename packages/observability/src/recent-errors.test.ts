import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";
import { recentErrors } from "./recent-errors.ts";

test("leaves out lines about errors that another line reports", () => {
  const lines: string[] = [];
  const log = createLogger({
    name: "test",
    level: "info",
    isLeftOut: (error) => error instanceof RangeError,
    destination: { write: (line) => void lines.push(line) },
  });
  log.error({ err: new RangeError("known") }, "left out");
  expect(recentErrors().map(({ message }) => message)).not.toContain("left out");
  log.error({ err: new TypeError("unknown") }, "written");
  log.error("a RangeError in words");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["written", "a RangeError in words"]);
});

test("keeps the latest error lines with their cause, and no other lines", () => {
  const log = createLogger({ name: "test", level: "info", destination: { write: () => {} } });
  log.warn("not an error");
  log.error({ err: new TypeError("no such tile") }, "tile failed");
  log.child({ part: "mail" }).error(new Error("refused"), "mail not sent");
  expect(recentErrors().slice(0, 2)).toMatchObject([
    { message: "mail not sent", cause: "Error: refused" },
    { message: "tile failed", cause: "TypeError: no such tile" },
  ]);
  for (let n = 0; n < 50; n++) log.error(`line ${n}`);
  expect(recentErrors()).toHaveLength(20);
  expect(recentErrors()[0]).toMatchObject({ message: "line 49", cause: null });
});
