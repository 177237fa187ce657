import fastify from "fastify";
import { expect, it } from "vitest";
import { sendError } from "./errors.ts";

it("says in words that the disk is full, wherever a write fails", async () => {
  const app = fastify();
  app.setErrorHandler(sendError);
  app.get("/", async () => {
    throw Object.assign(new Error("ENOSPC: no space left on device, write '/srv/data'"), { code: "ENOSPC" });
  });
  const answer = await app.inject("/");
  expect([answer.statusCode, answer.json()]).toEqual([507, { error: "disk-full", params: {} }]);
});
