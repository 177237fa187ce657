import type { AddressInfo } from "node:net";
import { ADDRESS_MAX } from "@archipel/limits/long-address.ts";
import { exchange, statusesOf } from "@archipel/testing/raw-requests.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSiteServer } from "./serve-site.ts";

const asked: string[] = [];
const server = createSiteServer(async ({ url = "" }, response) => {
  asked.push(url);
  response.end("a page");
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

const get = (address: string, headers = "") =>
  exchange((server.address() as AddressInfo).port, `GET ${address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`, {
    isOpen: true,
  });
const addressOf = (length: number, start = "/fr/map?filter=") => start.padEnd(length, "a");

test("a site serves an address of the greatest length, and answers 414 for any longer one", async () => {
  expect(statusesOf(await get(addressOf(ADDRESS_MAX)))).toEqual([200]);
  for (const length of [ADDRESS_MAX + 1, 20_000, 40_000, 1_000_000]) {
    expect([length, ...statusesOf(await get(addressOf(length)))]).toEqual([length, 414]);
  }
  expect(asked).toEqual([addressOf(ADDRESS_MAX)]);
});

test("the answer to a long address is a sentence for people, and a code for programs and procedures", async () => {
  const page = await get(addressOf(9_000, "/en/map?filter="), "Accept: text/html\r\n");
  expect(page).toContain("This address is too long: it can have 8,000 characters.");
  expect(page).toContain("text/html");
  expect(await get(addressOf(9_000))).toContain('{"error":"address-too-long","params":{"most":8000}}');
  expect(await get(addressOf(9_000, "/api/core/trpc/a,b?batch=1&input="))).toContain('"httpStatus":414');
  const endless = Buffer.from(await get(addressOf(500_000)), "latin1").toString();
  expect(endless).toContain("Cette adresse est trop longue");
  expect(endless).toContain("This address is too long");
});

test("headers that are too long are refused as headers, and the site answers the next request", async () => {
  expect(statusesOf(await get("/fr", `Cookie: ${"a".repeat(100_000)}\r\n`))).toEqual([431]);
  expect(statusesOf(await get("/fr"))).toEqual([200]);
});
