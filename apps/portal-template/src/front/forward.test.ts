import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import type { PortalView } from "@archipel/contracts/portals.ts";
import { ambiguousRequests, exchange, SMUGGLED, statusesOf } from "@archipel/testing/raw-requests.ts";
import { afterEach, describe, expect, test } from "vitest";
import { createCoreStream } from "./core-stream.ts";
import { createForward } from "./forward.ts";

const HOST = "ville.test";
/** A portal in preparation, and the pass that opens it. */
const HIDDEN = "bientot.test";
const PASS = `portal-pass.01990000-0000-7000-8000-000000000001.link.${"a".repeat(43)}`;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A portal before a core-api that answers as the test says and keeps what it was asked. What is not forwarded is answered 418. */
async function world(answer: Answer = (_, response) => response.end("{}"), { stalledMs = 60_000 } = {}) {
  const asked: IncomingMessage[] = [];
  const core = createServer((incoming, response) => {
    asked.push(incoming);
    void answer(incoming, response);
  });
  const corePort = await listening(core);
  const stream = createCoreStream(`http://127.0.0.1:${corePort}`, { stalledMs });
  closing.push(() => stream.close());
  const tokens = { of: async (_: Headers): Promise<string | null> => null };
  const forward = createForward({
    lookUp: async (host) =>
      host === HOST || host === `${HIDDEN} ${PASS}` ? { state: "found", portal: {} as PortalView } : { state: "none" },
    accessToken: (headers) => tokens.of(headers),
    stream,
  });
  const site = createServer(async (incoming, response) => {
    if (!(await forward(incoming, response))) response.writeHead(418).end();
  });
  const port = await listening(site);
  const agent = new Agent({ keepAlive: true });
  closing.push(async () => agent.destroy());
  const send = (path: string, { method = "GET", headers = {}, body = "" }: { method?: string; headers?: object; body?: string } = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: "127.0.0.1", port, path, method, agent, headers: { host: HOST, ...headers } }, resolve)
        .once("error", reject)
        .end(body);
    });
  const ask = async (...parts: Parameters<typeof send>) => {
    const response = await send(...parts);
    return { status: response.statusCode, headers: response.headers, body: (await buffer(response)).toString("latin1") };
  };
  return { asked, core, tokens, port, send, ask };
}

describe("an answer of core-api", () => {
  test("reaches the visitor as it is: status, headers, body, with the headers of every answer of a portal", async () => {
    const { ask, asked } = await world((_, response) =>
      response.writeHead(200, { etag: '"a"', "content-length": 4, "x-content-type-options": "nosniff", vary: "a, b" }).end("tile"),
    );
    const answer = await ask("/tiles/a/1/2/3.mvt?v=1");
    expect([answer.status, answer.body, answer.headers.etag, answer.headers.vary]).toEqual([200, "tile", '"a"', "a, b"]);
    expect(answer.headers["permissions-policy"]).toContain("geolocation=(self)");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(asked.map(({ url, headers }) => [url, headers.host, headers["x-forwarded-host"]])).toEqual([
      ["/tiles/a/1/2/3.mvt?v=1", HOST, HOST],
    ]);
  });

  test("reaches who has a pass to a portal in preparation, which core-api gets as the token; for others it is the site's own", async () => {
    const { ask, asked } = await world();
    expect((await ask("/tiles/a", { headers: { host: HIDDEN } })).status).toBe(418);
    expect((await ask("/tiles/a", { headers: { host: HIDDEN, cookie: `archipel.pass=${PASS}` } })).status).toBe(200);
    // On a portal that is online it is not sent.
    expect((await ask("/tiles/a", { headers: { cookie: `archipel.pass=${PASS}` } })).status).toBe(200);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${PASS}`, undefined]);
  });

  test("may be a part, unchanged, empty, or without a body for HEAD", async () => {
    const { ask } = await world(({ headers, method }, response) => {
      if (headers.range) return response.writeHead(206, { "content-range": "bytes 0-1/4", "content-length": 2 }).end("ti");
      if (headers["if-none-match"]) return response.writeHead(304, { etag: '"a"', "content-length": 4 }).end();
      if (method === "HEAD") return response.writeHead(200, { "content-length": 4 }).end();
      return response.writeHead(204).end();
    });
    expect(await ask("/downloads/a", { headers: { range: "bytes=0-1" } })).toMatchObject({ status: 206, body: "ti" });
    expect(await ask("/downloads/a", { headers: { "if-none-match": '"a"' } })).toMatchObject({ status: 304, body: "" });
    const head = await ask("/downloads/a", { method: "HEAD" });
    expect([head.status, head.body, head.headers["content-length"]]).toEqual([200, "", "4"]);
    expect(await ask("/downloads/a")).toMatchObject({ status: 204, body: "" });
  });

  test("that is a long text comes compressed to those who accept it, whole and with its ETag", async () => {
    const textOf = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => ({ index })));
    const { send, ask } = await world(({ url }, response) => {
      const text = textOf(Number(/\d+/.exec(url ?? "")));
      response.writeHead(200, { "content-type": "application/geo+json", etag: '"a"', "content-length": text.length }).end(text);
    });
    for (const count of [100, 50_000]) {
      const text = textOf(count);
      const response = await send(`/ogc/collections/${count}/items`, { headers: { "accept-encoding": "gzip" } });
      const compressed = await buffer(response);
      expect(response.headers).toMatchObject({ "content-encoding": "gzip", etag: '"a"', vary: "accept-encoding" });
      expect(compressed.length).toBeLessThan(text.length / 2);
      expect(gunzipSync(compressed).toString()).toBe(text);
    }
    const text = textOf(50_000);
    const plain = await ask("/ogc/collections/50000/items");
    expect([plain.headers["content-encoding"], plain.headers["content-length"], plain.body === text]).toEqual([
      undefined,
      String(text.length),
      true,
    ]);
  });

  test("comes as it is written: an event is there before the stream ends", async () => {
    const { send } = await world((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
    });
    const response = await send("/events");
    const first = await new Promise((resolve) => response.once("data", (chunk) => resolve(String(chunk))));
    expect(first).toBe("data: 1\n\n");
    response.destroy();
  });

  test("of which the head is there before its first event", async () => {
    const { send } = await world((_, response) => response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders());
    const response = await send("/events");
    expect(response.statusCode).toBe(200);
    response.destroy();
  });

  test("that breaks off breaks off for the visitor", async () => {
    const { send } = await world((_, response) => {
      response.writeHead(200, { "content-type": "text/csv", "content-length": 100_000 });
      response.write("a".repeat(50_000), () => response.destroy());
    });
    for (const headers of [{}, { "accept-encoding": "gzip" }])
      await expect(send("/downloads/a", { headers }).then((response) => buffer(response))).rejects.toThrow(/aborted|hang up/);
  });

  test("that breaks off before anything was sent is a problem", async () => {
    const { ask } = await world((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": 5_000 });
      response.write("a".repeat(2_000), () => response.destroy());
    });
    expect((await ask("/ogc", { headers: { "accept-encoding": "gzip" } })).status).toBe(503);
  });

  test("waits for a visitor who reads slowly, and ends for one who reads nothing any more", async () => {
    const state = { written: 0, isClosed: false };
    const { port } = await world(
      (_, response) => {
        const piece = Buffer.alloc(100_000);
        response.once("close", () => {
          state.isClosed = true;
        });
        const more = () => {
          while (!response.destroyed && state.written < 500e6) {
            state.written += piece.length;
            if (!response.write(piece)) return void response.once("drain", more);
          }
        };
        response.writeHead(200, { "content-length": 500_000_000, "content-type": "application/zip" });
        more();
      },
      { stalledMs: 300 },
    );
    const socket = connect(port, "127.0.0.1").pause();
    socket.on("error", () => {});
    socket.write(`GET /downloads/large HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
    await expect.poll(() => state.isClosed).toBe(true);
    // Buffers of sockets take some megabytes.
    expect(state.written).toBeLessThan(100e6);
    socket.destroy();
  });
});

describe("a request", () => {
  test("with a body is streamed, whether its length is known or not", async () => {
    const { ask, port } = await world(async (incoming, response) => {
      const body = (await buffer(incoming)).toString();
      response.end(`${incoming.method} ${incoming.headers["content-length"] ?? incoming.headers["transfer-encoding"]} ${body}`);
    });
    const known = await ask("/ogc/collections/a/items", { method: "POST", body: "feature", headers: { "content-length": 7 } });
    expect(known.body).toBe("POST 7 feature");
    const chunked = await exchange(
      port,
      `PATCH /ogc/collections/a/items/1 HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      { isOpen: true },
    );
    expect(chunked).toMatch(/PATCH (3|chunked) abc/);
    const expecting = await ask("/ogc/collections/a/items", {
      method: "POST",
      body: "x",
      headers: { expect: "100-continue", "content-length": 1 },
    });
    expect(expecting.body).toBe("POST 1 x");
  });

  test("whose body core-api refuses early gets the refusal, and the connection stays usable", async () => {
    const { port } = await world((incoming, response) => {
      response.writeHead(incoming.method === "POST" ? 413 : 200, { "content-length": 2 }).end("no");
    });
    const length = 3_000_000;
    const answer = await exchange(
      port,
      `POST /ogc HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${length}\r\n\r\n${"a".repeat(length)}GET /ogc HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`,
      { isOpen: true },
    );
    expect(statusesOf(answer)).toEqual([413, 200]);
  });

  test("that the visitor gives up ends at core-api, before the answer and during it", async () => {
    for (const begins of [false, true]) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const { port, asked } = await world((_, response) => {
        response.once("close", resolve);
        if (begins) response.write("a");
      });
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(`GET /ogc/collections HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
      await expect.poll(() => asked.length).toBe(1);
      socket.destroy();
      await promise;
    }
  });

  test("that asks for another protocol is answered as a plain one, and core-api does not hear of it", async () => {
    const { port, asked } = await world();
    const answer = await exchange(
      port,
      `GET /events HTTP/1.1\r\nHost: ${HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n\r\nGET ${SMUGGLED} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`,
      { isOpen: true },
    );
    // Node drops what came along with such a request.
    expect(statusesOf(answer)[0]).toBe(200);
    expect(asked.map(({ url, headers }) => [url, headers.upgrade])).toEqual([["/events", undefined]]);
  });

  test.each(ambiguousRequests)("with %s hides no second request", async (_, hostile) => {
    const { port, asked } = await world();
    const text = hostile
      .replace(/^(\w+) \S+/, "$1 /ogc/collections")
      .replaceAll("Host: localhost", `Host: ${HOST}`)
      .replaceAll(SMUGGLED, "/ogc/smuggled");
    for (const status of statusesOf(await exchange(port, text))) expect(status).toBeGreaterThanOrEqual(400);
    expect(asked.map(({ url }) => url)).not.toContain("/ogc/smuggled");
  });

  test("of a very long address reaches core-api or is refused, and the next one is answered", async () => {
    const { ask, asked } = await world();
    expect((await ask(`/ogc/collections?filter=${"a".repeat(12_000)}`)).status).toBe(200);
    expect(asked[0]?.url).toHaveLength("/ogc/collections?filter=".length + 12_000);
    expect((await ask(`/ogc/collections?filter=${"a".repeat(20_000)}`)).status).toBe(431);
    expect((await ask("/ogc")).status).toBe(200);
  });

  test("for a host without a portal, or for an address of the site, is not forwarded", async () => {
    const { ask, asked } = await world();
    for (const host of ["autre.test", "", "ville.test@autre.test", "a b", "127.0.0.1"]) {
      expect((await ask("/tiles/a", { headers: { host } })).status, host).toBe(418);
    }
    expect((await ask("/fr/map")).status).toBe(418);
    expect((await ask("/tiles/a", { headers: { host: "autre.test", "x-forwarded-host": HOST } })).status).toBe(418);
    expect(asked).toEqual([]);
    expect((await ask("/tiles/a", { headers: { host: "VILLE.test:80" } })).status).toBe(200);
  });

  test("of a person who is signed in carries their token when it reads, never their cookie", async () => {
    const { ask, asked, tokens } = await world();
    tokens.of = async (headers) => `${headers.get("host")} ${headers.get("cookie")}`.replaceAll(/[^a-z.]/g, "");
    const cookie = "archipel.session=x";
    await ask("/tiles/a", { headers: { cookie } });
    await ask("/tiles/a", { headers: { cookie: "mode=dark" } });
    await ask("/ogc/collections/a/items", { method: "POST", headers: { cookie, "content-length": 0 } });
    await ask("/ogc/collections", { headers: { cookie, authorization: "Bearer key" } });
    expect(asked.map(({ headers }) => [headers.authorization, headers.cookie])).toEqual([
      ["Bearer ville.testarchipel.sessionx", undefined],
      [undefined, undefined],
      [undefined, undefined],
      ["Bearer key", undefined],
    ]);
    tokens.of = async () => {
      throw new Error("the hub is away");
    };
    expect((await ask("/tiles/a", { headers: { cookie } })).status).toBe(503);
  });
});

describe("while core-api is away", () => {
  test("programs read a problem that says when to come back", async () => {
    const { ask, core } = await world();
    core.closeAllConnections();
    await new Promise((resolve) => core.close(resolve));
    const answer = await ask("/ogc/collections");
    expect([answer.status, answer.headers["content-type"], answer.headers["retry-after"], answer.headers["cache-control"]]).toEqual([
      503,
      "application/problem+json",
      "5",
      "no-store",
    ]);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 503, error: "network" });
    const post = await ask("/ogc/collections/a/items", { method: "POST", body: "a".repeat(1000), headers: { "content-length": 1000 } });
    expect(post.status).toBe(503);
  });

  test("a proxy before it that cannot reach it is the same", async () => {
    const { ask } = await world((_, response) => response.writeHead(502, { "content-length": 9 }).end("<html>502"));
    expect(await ask("/ogc")).toMatchObject({ status: 503, headers: { "content-type": "application/problem+json" } });
  });

  test("a connection that it closed between two requests costs nothing; a read is asked twice at most, a change once", async () => {
    const { ask, core, asked } = await world((incoming, response) => {
      if (incoming.url === "/ogc/broken") incoming.socket.destroy();
      else response.end("{}");
    });
    await ask("/ogc");
    core.closeAllConnections();
    expect((await ask("/ogc")).status).toBe(200);
    asked.length = 0;
    expect((await ask("/ogc/broken")).status).toBe(503);
    expect(asked).toHaveLength(2);
    expect((await ask("/ogc/broken", { method: "DELETE" })).status).toBe(503);
    expect(asked).toHaveLength(3);
  });
});
