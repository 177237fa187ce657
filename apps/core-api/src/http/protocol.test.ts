import { tmpdir } from "node:os";
import fastify from "fastify";
import { expect, test } from "vitest";
import type { Core } from "../kernel/core.ts";
import { streamedFile } from "./bodies.ts";
import { protocol } from "./protocol.ts";
import { coreAlone } from "./route.ts";

test("a route that receives a file begins only where the disk has space for it, also without a community", async () => {
  const begun: string[] = [];
  const line = { method: "POST", permission: "basemap.view", callers: "unasked", cost: "light" } as const;
  const routes = protocol({
    about: "Two routes for anyone.",
    body: streamedFile,
    open: coreAlone,
    routes: [
      { ...line, path: "/file", receives: true, handler: () => void begun.push("/file") },
      { ...line, path: "/other", handler: () => begun.push("/other") },
    ],
  });
  const app = fastify();
  await routes.register(app, { env: { ARCHIPEL_DATA: tmpdir(), STORAGE_RESERVE_BYTES: Number.MAX_SAFE_INTEGER } } as Core);
  const post = async (url: string) => (await app.inject({ method: "POST", url, payload: Buffer.from("x") })).statusCode;
  expect([await post("/file"), await post("/other"), begun]).toEqual([507, 200, ["/other"]]);
  await app.close();
});
