import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { contentSecurityPolicy, newNonce } from "@archipel/config/security-headers.ts";
import type { PortalView } from "@archipel/contracts/portals.ts";
import { DrawingTurns } from "@archipel/limits/drawing-turns.ts";
import { createSiteGate } from "@archipel/limits/site/gate.ts";
import { afterEach, describe, expect, test } from "vitest";
import { ContentNews } from "../runtime/content-news.ts";
import { currentDrawing } from "../runtime/drawing.ts";
import type { Lookup } from "../tenancy/portal-directory.ts";
import { createFront } from "./serve.ts";

const HOSTS = 50;
const portals = Array.from({ length: HOSTS }, (_, index) => ({
  id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
  locales: ["fr", "en"],
  embedding: index % 2 === 0 ? { by: "everyone", origins: [] } : { by: "listed", origins: [`https://site${index}.example`] },
  origin: `http://p${index}.test`,
})) as unknown as PortalView[];

let close = async () => {};
afterEach(() => close());

/** The front before a site that says on each page which portal it drew, how often, and everything that it was asked with. */
async function world({ maxBytes = 8 * 1024 ** 2 } = {}) {
  const news = new ContentNews();
  news.heard();
  const state = { drawn: 0, texts: new Map<string, string>(), now: 0, hold: Promise.resolve(), draws: (_: IncomingMessage) => {} };
  const next = async (request: IncomingMessage, response: ServerResponse) => {
    state.drawn++;
    const text = state.texts.get(request.headers.host ?? "") ?? "";
    await state.hold;
    state.draws(request);
    if (request.url?.startsWith("/fr/map/data")) {
      response.writeHead(200, {
        "content-type": "application/json",
        "cache-control": "no-cache",
        "content-security-policy": "script-src 'nonce-x'",
      });
      return response.end(JSON.stringify({ host: request.headers.host, text, cookie: request.headers.cookie ?? null }));
    }
    const nonce = newNonce();
    const status = request.url?.includes("nowhere") ? 404 : 200;
    const frameAncestors =
      portals.find(({ origin }) => origin === `http://${request.headers.host}`)?.embedding.by === "everyone" ? "*" : "'none'";
    response.writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      "content-security-policy": contentSecurityPolicy({ nonce, isDevelopment: false, basemapStyleUrl: undefined, frameAncestors }),
    });
    const seen = JSON.stringify({ url: request.url, headers: request.headers }).replaceAll("<", "\\u003c");
    response.end(
      `<html><head></head><body><p>${request.headers.host} ${text}</p><pre>${seen}</pre><script nonce="${nonce}">go()</script></body></html>`,
    );
  };
  const find = async (host: string): Promise<Lookup> => {
    const portal = portals.find(({ origin }) => new URL(origin).hostname === host);
    return portal ? { state: "found", portal } : { state: "none" };
  };
  const front = createFront({
    next,
    gate: createSiteGate({ sessionOf: async () => null, turns: new DrawingTurns(() => state.now) }),
    lookUp: Object.assign(find, { isKnown: () => true }),
    news,
    maxBytes,
    now: () => state.now,
  });
  const server = createServer((request, response) => void front.handle(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const agent = new Agent({ keepAlive: true });
  /** `fetch` cannot set the host. */
  const ask = (host: string, path: string, headers: Record<string, string> = {}, method = "GET") =>
    new Promise<{ status: number; headers: IncomingMessage["headers"]; body: string }>((resolve, reject) => {
      request({ host: "127.0.0.1", port, method, path, headers: { host, ...headers }, agent }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      })
        .once("error", reject)
        .end();
    });
  return { news, state, front, ask };
}

describe("a public page", () => {
  test("is drawn once, and the same answer is sent with an ETag", async () => {
    const { state, ask } = await world();
    const first = await ask("p0.test", "/fr");
    const second = await ask("p0.test", "/fr?utm_source=x", { cookie: "language=en", "accept-language": "en" });
    expect([first.status, second.status, state.drawn]).toEqual([200, 200, 1]);
    expect(second.body).toBe(first.body);
    expect(second.headers).toMatchObject({
      "cache-control": "public, max-age=0, must-revalidate",
      vary: "accept-encoding, cookie",
      "x-content-type-options": "nosniff",
    });
    const etag = second.headers.etag ?? "";
    const unchanged = await ask("p0.test", "/fr", { "if-none-match": `"x", ${etag}` });
    expect([unchanged.status, unchanged.body, unchanged.headers.etag]).toEqual([304, "", etag]);
    expect(unchanged.headers["content-security-policy"]).toBeUndefined();
    expect((await ask("p0.test", "/fr", { "if-none-match": 'W/"other"' })).status).toBe(200);
    const head = await ask("p0.test", "/fr", {}, "HEAD");
    expect([head.status, head.body, head.headers["content-length"]]).toEqual([200, "", first.headers["content-length"]]);
    expect(state.drawn).toBe(1);
  });

  test("is drawn once for many who ask at the same time, also when the first of them leaves", async () => {
    const { state, ask } = await world();
    const { promise, resolve } = Promise.withResolvers<void>();
    state.hold = promise;
    const all = Array.from({ length: 40 }, () => ask("p1.test", "/fr"));
    await expect.poll(() => state.drawn).toBe(1);
    resolve();
    expect(new Set((await Promise.all(all)).map(({ body }) => body)).size).toBe(1);
    expect(state.drawn).toBe(1);
  });

  test("is drawn from its key alone: no cookie, header or host of a visitor enters it", async () => {
    const { ask } = await world();
    const { body } = await ask("p2.test:8443", "/fr/catalogue?sort=title&utm_source=s3cret", {
      cookie: "a=s3cret; mode=dark; b=s3cret",
      "x-forwarded-host": "s3cret.test",
      "x-forwarded-proto": "s3cret",
      "accept-language": "s3cret",
      "user-agent": "s3cret",
      referer: "s3cret",
      "x-nonce": "s3cret",
      "x-portal-path": "s3cret",
      "x-s3cret": "s3cret",
      origin: "s3cret",
    });
    expect(body).not.toContain("s3cret");
    expect(body).toContain('"host":"p2.test"');
    expect(body).toContain('"cookie":"mode=dark"');
    expect(body).toContain("/fr/catalogue?sort=title");
  });

  test("is not kept for people who are signed in, other methods and Next's own requests", async () => {
    const { state, ask } = await world();
    await ask("p0.test", "/fr");
    for (const headers of [{ cookie: "archipel.session=x" }, { rsc: "1" }, { authorization: "Bearer x" }]) {
      const { headers: answer } = await ask("p0.test", "/fr", headers as Record<string, string>);
      expect(answer["cache-control"]).toBe("private, no-store");
    }
    await ask("p0.test", "/fr", {}, "POST");
    expect(state.drawn).toBe(5);
  });

  test("is drawn again after a change of its portal, and of no other", async () => {
    const { state, ask, news } = await world();
    await ask("p0.test", "/fr");
    await ask("p1.test", "/fr");
    state.texts.set("p0.test", "second");
    news.changed(1, new Set([portals[0]?.id ?? ""]));
    expect((await ask("p0.test", "/fr")).body).toContain("p0.test second");
    await ask("p1.test", "/fr");
    expect(state.drawn).toBe(3);
  });

  test("that was being drawn when a change came is not kept", async () => {
    const { state, ask, news } = await world();
    const { promise, resolve } = Promise.withResolvers<void>();
    state.hold = promise;
    const before = ask("p0.test", "/fr");
    await expect.poll(() => state.drawn).toBe(1);
    state.texts.set("p0.test", "second");
    news.changed(1, null);
    const after = ask("p0.test", "/fr");
    await expect.poll(() => state.drawn).toBe(2);
    resolve();
    expect((await before).body).not.toContain("p0.test second");
    expect((await after).body).toContain("p0.test second");
    expect((await ask("p0.test", "/fr")).body).toContain("p0.test second");
    expect(state.drawn).toBe(2);
  });

  test("is not served from memory while changes are not reported", async () => {
    const { state, ask, news } = await world();
    await ask("p0.test", "/fr");
    news.lost();
    const answer = await ask("p0.test", "/fr");
    expect([state.drawn, answer.headers["cache-control"]]).toEqual([2, "private, no-store"]);
    news.heard();
    await ask("p0.test", "/fr");
    expect(state.drawn).toBe(2);
  });

  test("is not kept when core-api failed to answer for a part of it, and is kept until the moment that it names", async () => {
    const { state, ask } = await world();
    state.draws = () => currentDrawing()?.failed(503);
    expect((await ask("p0.test", "/fr")).status).toBe(200);
    state.draws = () => {};
    state.now = 3_000;
    await ask("p0.test", "/fr");
    expect(state.drawn).toBe(3);
    state.draws = () => currentDrawing()?.expires(8_000);
    await ask("p0.test", "/en");
    state.now = 7_999;
    await ask("p0.test", "/en");
    expect(state.drawn).toBe(4);
    state.now = 8_000;
    await ask("p0.test", "/en");
    expect(state.drawn).toBe(5);
    // Everything is drawn again after a while.
    state.now = 400_000;
    await ask("p0.test", "/fr");
    expect(state.drawn).toBe(6);
  });

  test("that does not exist is kept for a moment only", async () => {
    const { state, ask } = await world();
    expect([(await ask("p0.test", "/fr/nowhere")).status, (await ask("p0.test", "/fr/nowhere")).status, state.drawn]).toEqual([
      404, 404, 1,
    ]);
    state.now = 5_001;
    await ask("p0.test", "/fr/nowhere");
    expect(state.drawn).toBe(2);
  });

  test("has data beside it, which are kept as it is, and are nobody's own", async () => {
    const { state, ask, news } = await world();
    const first = await ask("p0.test", "/fr/map/data?v=a", { cookie: "a=s3cret" });
    expect(first.headers).toMatchObject({ "content-type": "application/json", "cache-control": "public, max-age=0, must-revalidate" });
    expect(first.headers["content-security-policy"], "a secret of one answer").toBeUndefined();
    expect(JSON.parse(first.body)).toEqual({ host: "p0.test", text: "", cookie: null });
    expect((await ask("p0.test", "/fr/map/data?v=b", { "if-none-match": first.headers.etag ?? "" })).status).toBe(304);
    expect(JSON.parse((await ask("p1.test", "/fr/map/data?v=a")).body).host).toBe("p1.test");
    expect(state.drawn).toBe(2);
    state.texts.set("p0.test", "second");
    news.changed(1, new Set([portals[0]?.id ?? ""]));
    expect(JSON.parse((await ask("p0.test", "/fr/map/data?v=a")).body).text).toBe("second");
    const own = await ask("p0.test", "/fr/map/data?v=a", { cookie: "archipel.session=x" });
    expect(own.headers["cache-control"]).toBe("no-cache");
  });

  test("is not kept with the setting 0", async () => {
    const { state, ask } = await world({ maxBytes: 0 });
    await ask("p0.test", "/fr");
    await ask("p0.test", "/fr");
    expect(state.drawn).toBe(2);
  });
});

describe("one network that asks without end for pages that are not kept", () => {
  const flooder = { "x-forwarded-for": "203.0.113.9" };
  const visitor = { "x-forwarded-for": "198.51.100.1" };

  test("is refused with the time to wait, and draws nothing more, while kept pages and other networks go on", async () => {
    const { state, ask, news } = await world();
    await ask("p0.test", "/fr");
    const flood = await Promise.all(Array.from({ length: 250 }, (_, index) => ask("p0.test", `/fr/catalogue?q=${index}`, flooder)));
    const refused = flood.filter(({ status }) => status === 429);
    expect(flood.length - refused.length).toBeLessThanOrEqual(60);
    expect(refused[0]?.headers).toMatchObject({ "retry-after": expect.stringMatching(/^[1-9]\d?$/), "cache-control": "no-store" });
    expect(JSON.parse(refused[0]?.body ?? "")).toEqual({ error: "too-many-requests", params: { seconds: expect.any(Number) } });
    const { drawn } = state;
    const page = await ask("p0.test", "/en/catalogue?q=x", { ...flooder, accept: "text/html" });
    expect([page.status, page.body]).toEqual([429, expect.stringMatching(/lang="en".*http-equiv="refresh".*come from your connection/s)]);
    news.heard();
    expect([(await ask("p0.test", "/fr", flooder)).status, state.drawn], "a kept page is for everyone").toEqual([200, drawn]);
    expect([(await ask("p0.test", "/fr/catalogue?q=x", visitor)).status, state.drawn]).toEqual([200, drawn + 1]);
  });

  test("is refused for pages that could be kept, too, and others who wait for the same page get it", async () => {
    const { state, ask, news } = await world();
    await Promise.all(Array.from({ length: 70 }, (_, index) => ask("p0.test", `/fr/catalogue/none-${index}`, flooder)));
    news.heard();
    const both = await Promise.all([ask("p0.test", "/fr/news", flooder), ask("p0.test", "/fr/news", visitor)]);
    expect(both.map(({ status }) => status)).toEqual([429, 200]);
    expect(state.drawn).toBeLessThanOrEqual(61);
  });
});

test("50 hosts get 200 interleaved requests each, and only their own pages, while portals change", async () => {
  const { ask, news } = await world({ maxBytes: 200_000 });
  const paths = ["/fr", "/en", "/fr/catalogue", "/fr/embed", "/fr/map"];
  const all = Array.from({ length: HOSTS * 200 }, (_, index) => ({ host: index % HOSTS, path: paths[(index * 7) % paths.length] ?? "" }));
  const workers = Array.from({ length: 50 }, async (_, worker) => {
    for (let index = worker; index < all.length; index += 50) {
      const { host, path } = all[(index * 17) % all.length] ?? { host: 0, path: "" };
      if (index % 97 === 0) news.changed(index, new Set([portals[host]?.id ?? ""]));
      news.heard();
      const { body, headers } = await ask(`p${host}.test`, path);
      expect(body).toContain(`<p>p${host}.test `);
      expect(body).toContain(`"url":"${path}"`);
      expect(headers["content-security-policy"]).toContain(`frame-ancestors ${host % 2 === 0 ? "*" : "'none'"}`);
    }
  });
  await Promise.all(workers);
});

test("hosts that are nearly a portal's never get a page from memory", async () => {
  const { ask, front } = await world();
  await ask("p0.test", "/fr");
  const { hits } = front.counts;
  const parts = ["", ".", "..", "%00", "/", "@", "#", "?", "\\", " ", "_", "-", "ﬀ", "x", "0", "p1.test"].flatMap((part) => [
    `${part}p0.test`,
    `p0.test${part}`,
    `p0${part}.test`,
    `p0.test${part}:80`,
    `${part}.p0.test`,
    `p0.test.${part}x`,
    `p0-${part}.test`,
    `p0.test,${part}p1.test`,
    `p0.test ${part}`,
    `user:${part}@p0.test`,
    `[${part}p0.test]`,
    `xn--${part}p0.test`,
    `p0.test:${part}x`,
  ]);
  // What HTTP says is the same host: a port, a final dot, blanks around it.
  const isSame = (host: string) => /^\s*p0\.test\.?(:\d{1,5})?\s*$/.test(host) || /^\s*p0\.test(:\d{1,5})\.?\s*$/.test(host);
  const payloads = [...new Set(parts)].filter((host) => !isSame(host));
  expect(payloads.length).toBeGreaterThan(150);
  for (const host of payloads) {
    await ask(host, "/fr").catch(() => undefined);
    expect(front.counts.hits, JSON.stringify(host)).toBe(hits + Number(/^p1\.test$/.test(host)));
  }
});
