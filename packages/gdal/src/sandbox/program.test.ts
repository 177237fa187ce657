import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { childProgram } from "./program.ts";

it("makes the program once for simultaneous callers, and again when its folder was removed", async () => {
  const [one, other] = await Promise.all([childProgram(), childProgram()]);
  expect(other).toBe(one);
  expect(await childProgram()).toBe(one);
  await rm(dirname(one.file), { recursive: true });
  expect((await childProgram()).file).not.toBe(one.file);
});
