import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { wire } from "@archipel/contracts/wire.ts";
import { initTRPC, TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "./client.ts";
import { apiError, digestOf, isAwayDigest, isRetryable, waitOfDigest } from "./errors.ts";

const trpc = initTRPC.context<{ token: string | null }>().create({
  transformer: wire,
  errorFormatter: ({ shape }) => ({
    ...shape,
    data: {
      ...shape.data,
      domain: shape.data.httpStatus === 500 ? null : { code: "slug-taken", params: { slug: "x" }, field: "slug" },
      fields: null,
      requestId: "abc234",
    },
  }),
});
const router = trpc.router({
  now: trpc.procedure.query(() => new Date("2026-01-02T03:04:05Z")),
  token: trpc.procedure.query(({ ctx }) => ctx.token),
  fail: trpc.procedure.query((): string => {
    throw new Error("nobody foresaw this");
  }),
  refuse: trpc.procedure.mutation((): string => {
    throw new TRPCError({ code: "CONFLICT" });
  }),
});

const server = createServer(createHTTPHandler({ router, createContext: ({ req }) => ({ token: req.headers.authorization ?? null }) }));
let url = "";
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe("createClient", () => {
  it("returns dates as dates and sends its headers", async () => {
    const client = createClient<typeof router>({ url, headers: () => ({ authorization: "Bearer abc" }) });
    expect(await client.now.query()).toEqual(new Date("2026-01-02T03:04:05Z"));
    expect(await client.token.query()).toBe("Bearer abc");
  });

  it("reads a domain error with its params and field", async () => {
    const error = await createClient<typeof router>({ url })
      .refuse.mutate()
      .catch((caught: unknown) => caught);
    expect(apiError(error)).toEqual({ code: "slug-taken", params: { slug: "x" }, field: "slug", fields: [], status: 409 });
    expect(isRetryable(error)).toBe(false);
  });

  it("gives a reference for unforeseen errors only", () => {
    const failed = (data: object) => apiError({ data: { domain: null, fields: null, requestId: "abc234", ...data } }).reference;
    expect(failed({ httpStatus: 500 })).toBe("abc234");
    expect(failed({ httpStatus: 500, domain: { code: "internal", params: {} } })).toBe("abc234");
    expect(failed({ httpStatus: 503, domain: { code: "mail-unavailable", params: {} } })).toBeUndefined();
    expect(failed({ httpStatus: 404, domain: { code: "page-not-found", params: {} } })).toBeUndefined();
  });

  it("gives the reference to Next as the error's digest", async () => {
    const error = await createClient<typeof router>({ url })
      .fail.query()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ digest: "abc234" });
  });

  it("passes the wait of a refused call to the browser's error page, and does not repeat the call before", () => {
    const refused = (httpStatus: number, params: object) => ({ data: { httpStatus, domain: { code: "too-many-requests", params } } });
    expect(digestOf(apiError(refused(429, { seconds: 12 })))).toBe("wait-12");
    expect(digestOf(apiError(refused(429, { minutes: 2 })))).toBe("wait-120");
    expect(digestOf(apiError(refused(404, { seconds: 12 })))).toBeUndefined();
    expect([waitOfDigest("wait-12"), waitOfDigest("abc234"), waitOfDigest(undefined)]).toEqual([12, null, null]);
    expect([isRetryable(refused(503, { seconds: 5 })), isRetryable(refused(503, {}))]).toEqual([false, true]);
  });

  it("passes an outage to the browser's error page as one, not as too many requests", () => {
    const outage = (code: string, params: object) => apiError({ data: { httpStatus: 503, domain: { code, params } } });
    for (const error of [
      outage("database-away", { seconds: 5 }),
      outage("disk-full", { seconds: 60 }),
      apiError(new TypeError("fetch failed")),
    ]) {
      expect([digestOf(error), isAwayDigest(digestOf(error)), waitOfDigest(digestOf(error))]).toEqual(["away", true, null]);
    }
    expect(isAwayDigest(digestOf(outage("calls-busy", { seconds: 5 })))).toBe(false);
    expect(isRetryable({ data: { httpStatus: 503, domain: { code: "database-away", params: { seconds: 5 } } } })).toBe(false);
  });

  it("reports an unanswered request as a retryable network error", async () => {
    const error = await createClient<typeof router>({ url: "http://127.0.0.1:9" })
      .now.query()
      .catch((caught: unknown) => caught);
    expect(apiError(error).code).toBe("network");
    expect(isRetryable(error)).toBe(true);
  });
});
