import { createServer, type Server } from "node:http";
import { freePort } from "@archipel/testing/free-ports.mjs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchOutside, isPublicAddress, OutsideError, type OutsideLimits } from "./outside-fetch.ts";

// Reads addresses that somebody typed, without leading into the network of the server.

let server: Server;
let host: string;
beforeAll(async () => {
  const port = await freePort("localhost");
  host = `localhost:${port}`;
  server = createServer((request, response) => {
    if (request.url === "/redirect") return void response.writeHead(302, { location: "http://127.0.0.1/" }).end();
    if (request.url === "/endless") return void response.write("x");
    if (request.url === "/large") return void response.end("x".repeat(2000));
    if (request.url === "/empty") return void response.writeHead(204).end();
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => response.writeHead(200, { "x-got": request.method ?? "" }).end(Buffer.concat(parts)));
  });
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const limits = (changes: Partial<OutsideLimits> = {}): OutsideLimits => ({
  internalHosts: [host],
  milliseconds: 5000,
  bytes: 1000,
  ...changes,
});
const faultOf = (address: string, changes: Partial<OutsideLimits> = {}) =>
  fetchOutside(address, {}, limits(changes)).then(
    () => "read",
    (error: unknown) => (error instanceof OutsideError ? error.fault : String(error)),
  );

test("reads a host that the operator named, its redirects unfollowed", async () => {
  const response = await fetchOutside(`http://${host}/`, { method: "POST", body: new URLSearchParams({ a: "é" }) }, limits());
  expect([response.status, response.headers.get("x-got"), await response.text()]).toEqual([200, "POST", "a=%C3%A9"]);
  expect((await fetchOutside(`http://${host}/redirect`, {}, limits())).status).toBe(302);
  expect((await fetchOutside(`http://${host}/empty`, {}, limits())).status).toBe(204);
});

test("stops at the limits of size and time", async () => {
  expect(await faultOf(`http://${host}/large`)).toBe("too-large");
  expect(await faultOf(`http://${host}/large`, { bytes: 2000 })).toBe("read");
  expect(await faultOf(`http://${host}/endless`, { milliseconds: 100 })).toBe("timeout");
});

test("refuses what is not https or not public, by name and by number", async () => {
  expect(await faultOf(`http://${host}/`, { internalHosts: [] })).toBe("insecure");
  expect(await faultOf(`https://${host}/`, { internalHosts: [] })).toBe("private");
  expect(await faultOf("ftp://example.org/")).toBe("insecure");
  // The port is part of what the operator named.
  expect(await faultOf("http://localhost:1/")).toBe("insecure");
  expect(await faultOf("https://127.1/")).toBe("private");
});

test("tells public addresses from all others", () => {
  for (const address of ["1.1.1.1", "8.8.8.8", "193.252.0.1", "2001:4860:4860::8888", "2a01:cb00::1"])
    expect(isPublicAddress(address), address).toBe(true);
  for (const address of [
    ...["0.0.0.0", "10.255.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.168.1.1", "224.0.0.1", "255.255.255.255"],
    ...["::", "::1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "fe80::1", "fd00::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001::1", ""],
    ...["localhost", "1.1.1", "01.1.1.1"],
  ])
    expect(isPublicAddress(address), address).toBe(false);
});

test("no address of a private network is public", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const within = fc.oneof(
    fc.tuple(fc.constantFrom(10, 127, 0), byte, byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  );
  fc.assert(
    fc.property(within, (parts) => {
      expect(isPublicAddress(parts.join("."))).toBe(false);
      expect(isPublicAddress(`::ffff:${parts.join(".")}`)).toBe(false);
    }),
  );
});
