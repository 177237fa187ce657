import type { Database } from "@archipel/database/database.ts";
import { errorText } from "@archipel/i18n/translator.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Actor, anonymous } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { createServer } from "../../server.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { type BudgetedCost, budgets } from "./costs.ts";
import { type BudgetedCall, budgetsOf, withinBudget } from "./readers.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});
afterAll(() => database.close());

const person: Actor = { userId: "an account", isOperator: false, isSuspended: false };
const HERE = "203.0.113.7";

/** A core whose budgets for one cost are small. */
async function coreWith(cost: BudgetedCost, lower: { caller?: number; portal?: number } = {}): Promise<TestCore> {
  const core = await createTestCore(database);
  budgetsOf(core)[cost] = { ...budgets[cost], ...lower };
  return core;
}

const call = (more: Partial<BudgetedCall> = {}): BudgetedCall => ({
  actor: anonymous,
  address: HERE,
  host: "core.example.org",
  cost: "list",
  ...more,
});

/** The code of the refusal, or `passed`. */
async function outcome(core: TestCore, more: Partial<BudgetedCall> = {}): Promise<string> {
  try {
    return await withinBudget(core, call(more), async () => "passed");
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
}

async function outcomes(core: TestCore, calls: Partial<BudgetedCall>[]): Promise<string[]> {
  const all: string[] = [];
  for (const more of calls) all.push(await outcome(core, more));
  return all;
}

describe("over HTTP", () => {
  async function site(lower: { caller?: number; portal?: number }) {
    const app = await createServer(await coreWith("list", lower));
    closings.push(() => app.close());
    /** A batch of so many calls. */
    const batch = (remoteAddress: string, calls: number) =>
      app.inject({ url: `/trpc/${Array(calls).fill("identity.me").join(",")}?batch=1`, remoteAddress });
    return { app, batch };
  }

  it("each call of a batch counts, for the whole /64 of an IPv6 address, and the refusal says when to try again", async () => {
    const { batch } = await site({ caller: 4 });
    const codes = (answer: Awaited<ReturnType<typeof batch>>) =>
      answer.json().map(({ error }: { error?: { json: { message: string } } }) => error?.json.message ?? "answered");
    expect(codes(await batch("2001:db8:1:2::1", 3))).toEqual(["answered", "answered", "answered"]);
    const second = await batch("2001:db8:1:2:ffff::2", 3);
    expect(codes(second).toSorted()).toEqual(["answered", "too-many-requests", "too-many-requests"]);
    expect(second.headers["retry-after"]).toMatch(/^([1-9]|[1-5]\d|60)$/);
    const third = await batch("2001:db8:1:2::1", 2);
    expect([third.statusCode, third.json().error.json.data.domain.params]).toEqual([429, { seconds: expect.any(Number) }]);
    expect(codes(await batch("2001:db8:1:3::1", 2))).toEqual(["answered", "answered"]);
  });

  it("a batch of which each call would be refused is refused once", async () => {
    const { app, batch } = await site({ caller: 2 });
    expect((await batch(HERE, 2)).statusCode).toBe(200);
    const refused = await batch(HERE, 20);
    expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect(refused.json()).toMatchObject({
      error: { json: { message: "too-many-requests", data: { domain: { params: { seconds: expect.any(Number) } } } } },
    });
    const mixed = await app.inject({ url: "/trpc/identity.me,no.such?batch=1", remoteAddress: HERE });
    expect(mixed.json().map(({ error }: { error: { json: { message: string } } }) => error.json.message)).toEqual([
      "too-many-requests",
      expect.stringMatching(/no\.such/),
    ]);
  });

  it("routes answer 429 with Retry-After, in words where the protocol has them", async () => {
    const { app } = await site({ caller: 1 });
    const ask = (url: string, language = "fr") =>
      app.inject({ url, remoteAddress: HERE, headers: { "accept-language": language, accept: "application/json" } });
    expect((await ask("/ogc/collections")).statusCode).toBe(200);
    for (const [language, words] of [
      ["fr", /viennent de votre connexion\. Réessayez dans \d+ secondes?/],
      ["en", /come from your connection\. Try again in \d+ seconds?/],
    ] as const) {
      const refused = await ask("/ogc/collections", language);
      expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, expect.stringMatching(/^\d+$/)]);
      expect(refused.json().detail).toMatch(words);
    }
    const plain = await ask("/events?notices=1");
    expect([plain.statusCode, plain.headers["retry-after"]]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect(plain.json()).toMatchObject({ error: "too-many-requests", params: { seconds: expect.any(Number) } });
  });
});

describe("the hub's pages", () => {
  it("a network that floods them is refused with a page in words, after a while; others and files still pass", async () => {
    const app = await createServer(await createTestCore(database));
    closings.push(() => app.close());
    const ask = (url: string, remoteAddress: string, accept = "text/html") =>
      app.inject({ url, remoteAddress, headers: { accept, "accept-language": "fr" } });
    const flood = await Promise.all(Array.from({ length: 70 }, (_, index) => ask(`/hub/problem?n=${index}`, HERE)));
    const refused = flood.filter(({ statusCode }) => statusCode === 429);
    expect(flood.filter(({ statusCode }) => statusCode === 200).length + refused.length).toBe(70);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.headers["retry-after"]).toMatch(/^\d+$/);
    expect(refused[0]?.body).toMatch(/Trop de pages ont été demandées depuis votre connexion\. Réessayez dans \d+ secondes?/);
    // The budget may have refilled by a page in the meantime, so programs ask in a crowd too.
    const programs = await Promise.all(Array.from({ length: 70 }, () => ask("/hub/problem", HERE, "application/json")));
    const held = programs.filter(({ statusCode }) => statusCode === 429);
    expect(held.length).toBeGreaterThanOrEqual(10);
    for (const response of held) expect(response.json()).toMatchObject({ error: "too-many-pages" });
    expect((await ask("/hub/assets/hub.css", HERE)).statusCode).toBe(200);
    expect((await ask("/hub/problem", "203.0.113.8")).statusCode).toBe(200);
    expect((await ask("/hub/problem", "127.0.0.1")).statusCode).toBe(200);
  });
});

describe("whose budget", () => {
  it("an account, a key and an address have each their own; the sites' calls have none", async () => {
    const core = await coreWith("list", { caller: 1 });
    const ownKey: Actor = { ...person, keyScope: "read" };
    const other: Actor = { ...person, userId: "another" };
    expect(await outcomes(core, [{}, { actor: person }, { actor: ownKey }, { actor: other }, { address: "::ffff:127.0.0.1" }])).toEqual(
      Array(5).fill("passed"),
    );
    expect(await outcomes(core, [{}, { actor: person }, { actor: ownKey }, { address: "::1" }, { address: "::ffff:203.0.113.7" }])).toEqual(
      ["too-many-requests", "too-many-of-account", "too-many-of-key", "passed", "too-many-requests"],
    );
    expect(await outcome(core, { address: "203.0.113.8" })).toBe("passed");
  });

  it("a portal has one for all its visitors, the platform's own hosts have none", async () => {
    const core = await coreWith("list", { portal: 2 });
    const from = (address: string, host: string) => ({ address, host });
    const all = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
    expect(
      await outcomes(
        core,
        all.map((address) => from(address, "risques.example.org")),
      ),
    ).toEqual(["passed", "passed", "portal-too-busy"]);
    expect(
      await outcomes(
        core,
        all.map((address) => from(address, "localhost")),
      ),
    ).toEqual(Array(3).fill("passed"));
    expect(await outcome(core, from("192.0.2.1", "urbanisme.example.org"))).toBe("passed");
  });

  it("each cost has a budget of its own, and light calls have none", async () => {
    const core = await coreWith("list", { caller: 1 });
    expect(await outcomes(core, [{}, {}, { cost: "tile" }, { cost: "light" }, { cost: "light" }])).toEqual([
      "passed",
      "too-many-requests",
      "passed",
      "passed",
      "passed",
    ]);
  });

  it("every refusal has words with the wait, in both languages", () => {
    const codes = ["too-many-requests", "too-many-of-account", "too-many-of-key", "too-many-streams"];
    for (const code of [...codes, "portal-too-busy", "calls-waiting", "calls-busy", "took-too-long"])
      for (const locale of ["fr", "en"] as const)
        expect([code, errorText(locale, code, { seconds: 37, limit: 37 })]).toEqual([code, expect.stringContaining("37")]);
  });
});

describe("searches", () => {
  /** Searches that end when the test says so. */
  function held(core: TestCore, address: string, actor = anonymous, cost: BudgetedCost = "search") {
    let began = 0;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const begin = () =>
      withinBudget(core, call({ address, actor, cost }), async () => {
        began++;
        await ended;
      });
    return { begin, end, count: () => began };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("of visitors get a share of the connections, and everything else goes on", async () => {
    const core = { ...(await coreWith("search")), database: { ...database, poolSize: 10 } };
    const searches = [HERE, "198.51.100.1", "198.51.100.2"].map((address) => held(core, address));
    const counts = () => searches.map(({ count }) => count());
    const all = searches.flatMap(({ begin }) => Array.from({ length: 4 }, begin));
    await settled();
    // One address never has more than one at a time.
    expect(counts()).toEqual([1, 1, 0]);
    expect(await outcomes(core, [{}, { cost: "suggest" }, { cost: "tile" }, { cost: "search", actor: person }])).toEqual(
      Array(4).fill("passed"),
    );
    for (const { end } of searches) end();
    await Promise.all(all);
    expect(counts()).toEqual([4, 4, 4]);
  });

  it("never hold all connections of a small pool", async () => {
    const core = { ...(await coreWith("search")), database: { ...database, poolSize: 2 } };
    const [visitor, known] = [held(core, HERE), held(core, HERE, person)];
    const all = [visitor.begin(), known.begin()];
    await settled();
    expect([visitor.count(), known.count()]).toEqual([1, 0]);
    visitor.end();
    known.end();
    await Promise.all(all);
  });

  it("and the lists of one visitor leave turns to the others, and the sites' own calls need none", async () => {
    const core = { ...(await coreWith("list")), database: { ...database, poolSize: 10 } };
    const many = held(core, HERE, anonymous, "list");
    const all = Array.from({ length: 20 }, many.begin);
    await settled();
    expect(many.count()).toBe(5);
    expect(await outcomes(core, [{ address: "127.0.0.1" }, { actor: person }])).toEqual(["passed", "passed"]);
    const other = outcome(core, { address: "198.51.100.1" });
    many.end();
    expect(await other).toBe("passed");
    expect(many.count()).toBeLessThan(20);
    await Promise.all(all);
  });

  it("that wait are not begun when their caller disconnects", async () => {
    const core = await coreWith("search");
    const first = held(core, HERE);
    const running = first.begin();
    const leaving = new AbortController();
    const begun: string[] = [];
    const waiting = withinBudget(core, call({ cost: "search", left: leaving.signal }), async () => void begun.push("left"));
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ kind: "unavailable" });
    first.end();
    await running;
    expect([begun, await outcome(core, { cost: "search" })]).toEqual([[], "passed"]);
  });

  it("of one address wait behind each other, not before those of the others, and too many are refused", async () => {
    const core = { ...(await coreWith("search")), database: { ...database, poolSize: 10 } };
    const [many, one] = [held(core, HERE), held(core, "198.51.100.1")];
    const flood = Array.from({ length: 50 }, () =>
      many.begin().then(
        () => "passed",
        (error: unknown) => error,
      ),
    );
    const other = one.begin();
    await settled();
    one.end();
    many.end();
    await other;
    expect(many.count()).toBeLessThan(10);
    const refused = (await Promise.all(flood)).filter((result) => result !== "passed");
    expect(refused).toHaveLength(9);
    expect(refused[0]).toMatchObject({ kind: "too-many", code: "calls-waiting", params: { seconds: 5 } });
  });
});

describe("SQL statements of a call", () => {
  const timeoutOf = (core: TestCore, more: Partial<BudgetedCall>) =>
    withinBudget(core, call(more), () =>
      database.sqlAs({ role: "system" }, async (sql) => {
        const [row] = await sql.query<{ timeout: string; workers: string }>(
          "SELECT current_setting('statement_timeout') AS timeout, current_setting('max_parallel_workers_per_gather') AS workers",
        );
        return row;
      }),
    );

  it("have the time of its cost: three seconds on one processor for the search of a visitor", async () => {
    const core = await createTestCore(database);
    expect(await timeoutOf(core, { cost: "search" })).toEqual({ timeout: "3s", workers: "0" });
    expect(await timeoutOf(core, { cost: "suggest" })).toEqual({ timeout: "2s", workers: "0" });
    expect(await timeoutOf(core, { cost: "search", actor: person })).toMatchObject({ timeout: "10s" });
    expect(await timeoutOf(core, { cost: "list" })).toMatchObject({ timeout: "5s" });
    expect(await timeoutOf(core, { cost: "light" })).toMatchObject({ timeout: "0" });
  });

  it("are refused in words when they take longer", async () => {
    const core = await createTestCore(database);
    const cancelled = Object.assign(new Error("canceling statement due to statement timeout"), { code: "57014" });
    const searching = withinBudget(core, call({ cost: "search" }), () => Promise.reject(cancelled));
    await expect(searching).rejects.toMatchObject({ kind: "invalid", code: "took-too-long", params: { limit: 3 } });
  });
});
