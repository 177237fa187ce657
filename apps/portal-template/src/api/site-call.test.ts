import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { writeDated } from "@archipel/contracts/dated-json.ts";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Drawing, whileDrawing } from "../runtime/drawing.ts";

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];
let callSite: typeof import("./site-call.ts").callSite;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("CORE_API_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.resetModules();
  ({ callSite } = await import("./site-call.ts"));
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const site = { portal: { id: "a", updatedAt: new Date("2026-11-29T01:02:03.004Z") } };
const whole = (_request: IncomingMessage, response: ServerResponse) => response.end(writeDated(site));

test("asks for the host and the page, and receives dates and the length of the text", async () => {
  answer = whole;
  expect(await callSite("a.test", { locale: "fr", slug: "news/été&x" })).toEqual({ site, characters: writeDated(site).length });
  await callSite("a.test", { locale: "en", slug: null });
  await callSite("a.test");
  expect(asked.map((url) => [...new URL(url, "http://x").searchParams])).toEqual([
    [
      ["host", "a.test"],
      ["locale", "fr"],
      ["slug", "news/été&x"],
    ],
    [
      ["host", "a.test"],
      ["locale", "en"],
    ],
    [["host", "a.test"]],
  ]);
  answer = (_request, response) => response.end(writeDated(null));
  expect(await callSite("b.test")).toBeNull();
});

test("a refusal, a broken answer and one that is cut off fail, and the page that is drawn is not kept", async () => {
  for (const [wrong, status] of [
    [(_request, response) => response.writeHead(503).end("{}"), 503],
    [(_request, response) => response.end("<html>"), 0],
    [(_request, response) => response.writeHead(200, { "content-length": 100 }).write("{", () => response.destroy()), 0],
  ] as [typeof answer, number][]) {
    answer = wrong;
    const drawing = new Drawing();
    await expect(whileDrawing(drawing, () => callSite("a.test"))).rejects.toThrow();
    expect(drawing.failures).toEqual([status]);
  }
});

test("repeats a call once when the kept connection was closed meanwhile, and no other", async () => {
  answer = whole;
  await callSite("a.test");
  asked = [];
  answer = (request, response) => (asked.length === 1 ? request.socket.resetAndDestroy() : whole(request, response));
  expect(await callSite("a.test")).toMatchObject({ site });
  expect(asked).toHaveLength(2);
  answer = (request) => request.socket.resetAndDestroy();
  await expect(callSite("a.test")).rejects.toThrow();
  expect(asked.length).toBeLessThanOrEqual(4);
});
