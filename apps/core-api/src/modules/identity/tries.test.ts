import type { Database } from "@archipel/database/database.ts";
import { createLogger } from "@archipel/observability/logger.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reserveTry, type Tried, type Trier, tryMatched } from "../../kernel/tries.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { ownJournal, platformJournal } from "../audit/service.ts";
import { passwordFailed, triesRefused } from "./service/failed-tries.ts";
import { hashPassword } from "./service/passwords.ts";
import { forgetExpired } from "./service/sessions.ts";
import { signIn } from "./service/sign-in.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());
beforeEach(() => database.withSystem((tx) => tx.tryCounter.deleteMany()));

const network = (n: number) => `2001:db8:0:${n.toString(16)}::/64`;
/** Tries one after the other; returns how many passed. */
async function tryTimes(times: number, tried: Tried, who: Trier): Promise<number> {
  let passed = 0;
  for (let n = 0; n < times; n++) if ((await reserveTry(core, tried, who)) === null) passed++;
  return passed;
}
const endPeriods = () => database.withSystem((tx) => tx.$executeRaw`UPDATE try_counters SET ends_at = now() - interval '1 second'`);

describe("limits of tries", () => {
  it("stop tries at one account from many networks, but not on a network from which its person signed in lately", async () => {
    const account = "many@example.org";
    const familiar = { account, network: "192.0.2.7" };
    await reserveTry(core, "password", familiar);
    await tryMatched(core, "password", familiar);
    let passed = 0;
    for (let n = 0; n < 11; n++) passed += await tryTimes(10, "password", { account, network: network(n) });
    expect(passed).toBe(100);
    expect(await reserveTry(core, "password", { account, network: network(99) })).toMatchObject({ seconds: expect.any(Number) });
    expect(await reserveTry(core, "password", familiar)).toBeNull();
  });

  it("stop tries at many accounts from one network, and are noted once", async () => {
    const refusals = [];
    for (let n = 0; n < 103; n++) refusals.push(await reserveTry(core, "password", { account: `${n}@example.org`, network: network(1) }));
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(100);
    expect(refusals.slice(100).map((refusal) => refusal?.exhausted)).toEqual([["network"], [], []]);
    // What a refused try took from the other limits is given back.
    const accounts = await database.withSystem((tx) => tx.tryCounter.findMany({ where: { key: { startsWith: "password/account" } } }));
    expect(accounts.filter(({ taken }) => taken > 0)).toHaveLength(200);
  });

  it("let one person sign in many times at once: no call waits for another that waits for it", async () => {
    for (let round = 0; round < 40; round++) {
      const who = { account: `${round}@example.org`, network: network(3) };
      const signIns = Array.from({ length: 8 }, async () => {
        const refusal = await reserveTry(core, "password", who);
        if (refusal === null) await tryMatched(core, "password", who);
        return refusal;
      });
      expect(await Promise.all(signIns)).toEqual(Array(8).fill(null));
    }
  });

  it("start again after their period, which tries do not prolong; ended counters are deleted", async () => {
    const who = { account: "again@example.org", network: network(2) };
    expect(await tryTimes(12, "password", who)).toBe(10);
    expect((await reserveTry(core, "password", who))?.seconds).toBeLessThanOrEqual(15 * 60);
    await endPeriods();
    expect(await tryTimes(12, "password", who)).toBe(10);
    await endPeriods();
    expect(await forgetExpired(core)).toBeGreaterThan(0);
    expect(await database.withSystem((tx) => tx.tryCounter.count())).toBe(0);
  });

  it("pass exactly the limit of concurrent tries", async () => {
    const who = { account: "at-once@example.org", network: network(3) };
    const refusals = await Promise.all(Array.from({ length: 40 }, () => reserveTry(core, "password", who)));
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(10);
    expect(refusals.flatMap((refusal) => refusal?.exhausted ?? [])).toEqual(["account-here"]);
  });

  it("count requested mails by account, whatever the network", async () => {
    let passed = 0;
    for (let n = 0; n < 8; n++) passed += await tryTimes(1, "mail", { account: "mailed@example.org", network: network(n) });
    expect(passed).toBe(5);
  });
});

describe("the journal", () => {
  it("shows failed sign-ins to their person and to operators, those of one hour together", async () => {
    const [noe, lia, operator] = [await createUser(database), await createUser(database), await createUser(database, { isOperator: true })];
    const person = (userId: string, isOperator = false) => ({ userId, isOperator, isSuspended: false });
    const failed = { network: "198.51.100.4", account: noe };
    for (let n = 0; n < 3; n++) await passwordFailed(core, failed, "sign-in");
    await passwordFailed(core, { ...failed, network: network(4) }, "sign-in");
    await passwordFailed(core, { network: "198.51.100.4", account: null }, "sign-in");
    await triesRefused(core, { tried: "password", ...failed }, { seconds: 9, exhausted: ["account-here", "network"] });
    await triesRefused(core, { tried: "password", ...failed }, { seconds: 9, exhausted: [] });
    // An hour may end while the test runs.
    const seen = (items: readonly { action: string; network: string | null; occurrences: number }[]) =>
      Object.entries(Object.groupBy(items, (item) => `${item.action} ${item.network}`))
        .map(([what, all]) => `${what} ${all?.reduce((sum, { occurrences }) => sum + occurrences, 0)}`)
        .sort();
    const ofNoe = [
      "account.sign-in-failed 198.51.100.4 3",
      `account.sign-in-failed ${network(4)} 1`,
      "account.tries-exhausted 198.51.100.4 1",
    ];
    const page = { limit: 10 };
    expect(seen((await ownJournal(core, person(noe.id), page)).items)).toEqual(ofNoe);
    expect(await ownJournal(core, person(lia.id), page)).toEqual({ items: [], total: 0, nextCursor: null });
    expect(await ownJournal(core, person(operator.id, true), page)).toMatchObject({ total: 0 });
    const platform = await platformJournal(core, page);
    expect(seen(platform.items)).toEqual([...ofNoe, "network.password-tries-exhausted 198.51.100.4 1"].sort());
    expect(platform.items.find(({ resourceId }) => resourceId === noe.id)?.summary).toMatchObject({ name: noe.name });
    // After a year the networks are forgotten.
    await database.withSystem(
      (tx) => tx.$executeRaw`UPDATE audit_entries SET created_at = now() - interval '366 days' WHERE action LIKE 'network%'`,
    );
    await forgetExpired(core);
    expect(seen((await platformJournal(core, page)).items)).toEqual(ofNoe);
    const first = await platformJournal(core, { limit: 1 });
    expect((await platformJournal(core, { limit: 1, cursor: first.nextCursor })).items[0]?.id).not.toBe(first.items[0]?.id);
  });
});

it("each sign-in is a line of the log, with the account and the network, and neither address nor password", async () => {
  const lines: string[] = [];
  const log = createLogger({ name: "test", level: "info", destination: { write: (line) => void lines.push(line) } });
  const email = "logged@example.org";
  const passwordHash = await hashPassword("une phrase du journal");
  const { id } = await createUser(database, { email });
  await database.withSystem((tx) => tx.user.update({ where: { id }, data: { passwordHash, emailVerifiedAt: new Date() } }));
  await signIn({ ...core, log }, { email, password: "une autre phrase", network: "192.0.2.4" });
  expect(await signIn({ ...core, log }, { email, password: "une phrase du journal", network: "192.0.2.4" })).toMatchObject({ userId: id });
  const about = { account: id, network: "192.0.2.4" };
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { ...about, msg: "wrong password" },
    { ...about, msg: "signed in by password" },
  ]);
  expect(lines.join("")).not.toMatch(/logged@|une phrase|une autre/);
});
