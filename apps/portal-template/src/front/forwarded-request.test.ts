import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answeredHeaders, forwardedHeaders, isForwarded, mayUseSession } from "./forwarded-request.ts";

interface Sent {
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly peer?: string;
}

/** A request as Node reads it: the first of two equal headers counts. */
function request({ method = "GET", headers = [], peer = "127.0.0.1" }: Sent): IncomingMessage {
  const read: Record<string, string> = {};
  for (const [name, value] of headers) read[name.toLowerCase()] ??= value;
  return { method, headers: read, rawHeaders: headers.flat(), socket: { remoteAddress: peer } } as unknown as IncomingMessage;
}

const pairs = (list: readonly string[]) =>
  Object.fromEntries(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]]] : [])));
const sent = (parts: Sent, token: string | null = null) => pairs(forwardedHeaders(request(parts), "ville.test:3000", token));

describe("an address goes to core-api", () => {
  test.each([
    "/tiles/5f0c1c9a-3c50-4d1e-9d5a-0f5a1f7b0c11/14/8300/5630.mvt?v=1-a_b",
    "/ogc",
    "/ogc/",
    "/ogc/collections/a:b/items?bbox=1,2,3,4&filter=name%20LIKE%20'a%25'",
    "/downloads/d%C3%A9p%C3%B4t.zip",
    "/stac?",
    "/events",
    "/basemap.json",
    "/report.pdf?lon=2&lat=48",
    "/downloads/a..b/.hidden/...",
  ])("%s", (url) => {
    expect(isForwarded({ method: "GET", url })).toBe(true);
  });

  test.each([
    "/",
    "/fr/map",
    "/tile/1",
    "/Tiles/1",
    "/api/core/tiles/1",
    "/_next/static/a.js",
    "/%74iles/1",
    "//tiles/1",
    "/tiles//1",
    "/tiles/../portals/site?host=other.test",
    "/tiles/..",
    "/tiles/./1",
    "/tiles/%2e%2e/portals/site",
    "/tiles/.%2E/portals/site",
    "/tiles/..?x",
    "/tiles\\..\\portals",
    "/tiles/a\\b",
    "/tiles/a b",
    "/tiles/a#b",
    "/tiles/1?a#b",
    '/tiles/1?a"b',
    "/tiles/é",
    "http://other.test/tiles/1",
    "tiles/1",
    "*",
    "",
  ])("%s does not", (url) => {
    expect(isForwarded({ method: "GET", url })).toBe(false);
  });

  test("of a method that it knows", () => {
    const known = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"].filter((method) =>
      isForwarded({ method, url: "/ogc" }),
    );
    expect(known).toEqual(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);
  });

  test("which is the address that a reader of URLs sees", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\/(tiles|ogc)[ -~]{0,30}$/), (url) => {
        if (!isForwarded({ method: "GET", url })) return;
        const { pathname, host } = new URL(url, "http://ville.test");
        expect([host, pathname]).toEqual(["ville.test", url.split("?")[0]]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("core-api gets", () => {
  test("what the visitor sent, and the host under both names", () => {
    expect(
      sent({
        headers: [
          ["Host", "ville.test:3000"],
          ["Accept-Encoding", "gzip"],
          ["If-None-Match", '"a"'],
          ["Range", "bytes=0-9"],
          ["X-Request-Id", "r1"],
        ],
      }),
    ).toEqual({
      host: "ville.test:3000",
      "x-forwarded-host": "ville.test:3000",
      "accept-encoding": "gzip",
      "if-none-match": '"a"',
      range: "bytes=0-9",
      "x-request-id": "r1",
    });
  });

  test("no cookie, nothing of the connection, no other host", () => {
    expect(
      sent({
        headers: [
          ["Host", "ville.test:3000"],
          ["Host", "autre.test"],
          ["Cookie", "archipel.session=secret"],
          ["Forwarded", "host=autre.test"],
          ["X-Forwarded-Host", "autre.test"],
          ["X-Forwarded-Port", "1"],
          ["Connection", "keep-alive, X-Private, host, content-length"],
          ["X-Private", "a"],
          ["Content-Length", "4"],
          ["Keep-Alive", "timeout=5"],
          ["Transfer-Encoding", "chunked"],
          ["TE", "trailers"],
          ["Trailer", "x"],
          ["Upgrade", "websocket"],
          ["Expect", "100-continue"],
          ["Proxy-Authorization", "Basic a"],
        ],
      }),
    ).toEqual({ host: "ville.test:3000", "x-forwarded-host": "ville.test:3000", "content-length": "4" });
  });

  test("the sender's address as a proxy of this machine says it, else that of the connection", () => {
    const headers = [
      ["X-Forwarded-For", "203.0.113.9"],
      ["X-Forwarded-Proto", "https"],
    ] as const;
    for (const peer of ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
      expect(sent({ headers, peer })).toMatchObject({ "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" });
    for (const peer of ["198.51.100.7", "2001:db8::1", "::ffff:10.0.0.1"])
      expect(sent({ headers, peer })).toMatchObject({ "x-forwarded-for": peer, "x-forwarded-proto": "http" });
    expect(sent({ headers: [["X-Forwarded-Proto", "gopher"]] })["x-forwarded-proto"]).toBeUndefined();
  });

  test("the caller's own token, or the session's when it reads, and one of them only", () => {
    const own = [["Authorization", "Bearer own"]] as const;
    expect(sent({ headers: own }, "session")).toMatchObject({ authorization: "Bearer own" });
    expect(sent({ headers: [["Authorization", "Basic a"]] }, "session")).toMatchObject({ authorization: "Bearer session" });
    expect(sent({ headers: [["Authorization", "Basic a"]] })).not.toHaveProperty("authorization");
    const cookie = ["Cookie", "a=b; __Host-archipel.session=x"] as const;
    expect(mayUseSession(request({ headers: [cookie] }))).toBe(true);
    expect(mayUseSession(request({ headers: [cookie, ...own] }))).toBe(false);
    expect(mayUseSession(request({ headers: [["Cookie", "a=b"]] }))).toBe(false);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(mayUseSession(request({ method, headers: [cookie] })), method).toBe(false);
  });
});

test("the visitor gets core-api's headers without those of its connection, and the site's own where core-api has none", () => {
  const raw = [
    "Content-Type",
    "a/b",
    "Connection",
    "close, X-Private",
    "X-Private",
    "1",
    "Keep-Alive",
    "timeout=72",
    "Transfer-Encoding",
    "chunked",
  ];
  const always = [
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "no-referrer"],
  ] as const;
  expect(answeredHeaders([...raw, "Referrer-Policy", "origin", "Vary", "a", "Vary", "b"], always)).toEqual([
    ...["content-type", "a/b", "referrer-policy", "origin", "vary", "a", "vary", "b"],
    ...["x-content-type-options", "nosniff"],
  ]);
});
