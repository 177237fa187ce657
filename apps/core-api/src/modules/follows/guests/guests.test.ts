import type { FollowSubject } from "@archipel/contracts/follows.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { visitPortal } from "../../../gate/visit-portal.ts";
import { type RunningReaders, startReaders } from "../../../jobs/outbox/run-readers.ts";
import { createServer } from "../../../server.ts";
import type { TestCore } from "../../../testing/test-core.ts";
import { type AnswersWorld, addLayer, buildAnswersWorld, placeAt, polygon, square, standard } from "../../answers/testing/answers-world.ts";
import { sendDueMails } from "../../notifications/delivery/send-mails.ts";
import { editFeature } from "../testing/edit-feature.ts";
import { askToFollow, confirmFollow, sweepGuestFollows } from "./service.ts";

let database: Database;
let world: AnswersWorld;
let core: TestCore;
let server: FastifyInstance;
let readers: RunningReaders;
let layer: Awaited<ReturnType<typeof addLayer>>;
let here: Extract<FollowSubject, { kind: "place" }>["place"];
let address = 0;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  core = world.core as TestCore;
  layer = await addLayer(world, {
    fields: ["TYPEZONE", "LIBELLE"],
    features: [{ geometry: polygon(square(0, 0, 100)), values: ["U", "Ua"] }],
    declared: standard("cnig-plu-2017", "ZONE_URBA"),
  });
  here = (await placeAt(world, 50, 50)) as typeof here;
  readers = await startReaders(core);
  server = await createServer(core);
});
beforeEach(async () => {
  core.sentMails.length = 0;
  await database.withSystem(async (tx) => [await tx.notice.deleteMany({}), await tx.guestFollow.deleteMany({})]);
});
afterAll(async () => {
  await readers.stop();
  await server.close();
  await database.close();
});

const visitor = { userId: null, isOperator: false, isSuspended: false };
const ask = async (email: string, { place = here, network = `192.0.2.${++address}` } = {}) =>
  askToFollow(core, await visitPortal(core, visitor, world.portalId, network), { subject: { kind: "place", place }, email, locale: "fr" });
const follows = () =>
  database.withSystem((tx) => tx.guestFollow.findMany({ select: { email: true, confirmedAt: true, notifiedAt: true } }));

/** The mails of a number of notices, once the reader has written them. */
async function mails(count: number) {
  database.notifier.signal();
  await expect.poll(() => database.withSystem((tx) => tx.notice.count({ where: { email: { not: null } } }))).toBe(count);
  await sendDueMails(core);
  return core.sentMails;
}
const linkIn = (mail: { text: string } | undefined, path: string) => {
  const found = new RegExp(`https?://[^\\s]+(/${path}\\?t=[^\\s]+)`).exec(mail?.text ?? "")?.[1];
  if (!found) throw new Error(`no link to /${path} in the mail`);
  return found;
};

/** Makes all requests four days old, and forgets those that are too old. */
async function forgetOld(): Promise<number> {
  await database.withSystem((tx) => tx.guestFollow.updateMany({ data: { createdAt: new Date(Date.now() - 4 * 86_400_000) } }));
  return sweepGuestFollows(core);
}

describe("a guest who follows a place", () => {
  test("gets nothing before the mailbox has confirmed; the link only asks until its button is pressed", async () => {
    await ask("Anne@Example.org");
    expect(await follows()).toMatchObject([{ email: "anne@example.org", confirmedAt: null }]);
    const [mail] = await mails(1);
    expect(mail).toMatchObject({ to: "anne@example.org", unsubscribe: undefined });
    const link = linkIn(mail, "follow");
    const page = await server.inject({ method: "GET", url: link });
    expect(page.statusCode).toBe(200);
    expect(page.headers["x-robots-tag"]).toBe("noindex");
    expect((await follows())[0]?.confirmedAt).toBeNull();
    const done = await server.inject({
      method: "POST",
      url: link,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "",
    });
    expect(done.statusCode).toBe(200);
    expect((await follows())[0]?.confirmedAt).toBeInstanceOf(Date);
  });

  test("gets one mail a day about changes of public data there, with one link that stops it", async () => {
    await ask("b@example.org");
    const token = new URL(`http://x${linkIn((await mails(1))[0], "follow")}`).searchParams.get("t") ?? "";
    await confirmFollow(core, token);
    core.sentMails.length = 0;
    await editFeature(database, layer, 1, { libelle: "Ub" });
    const [mail] = await mails(2);
    expect(mail?.to).toBe("b@example.org");
    const stop = linkIn(mail, "unfollow");
    expect(mail?.unsubscribe).toContain(stop);
    await editFeature(database, layer, 1, { libelle: "Uc" });
    database.notifier.signal();
    await expect.poll(async () => (await database.withSystem((tx) => tx.outboxReader.findMany())).length).toBeGreaterThan(0);
    expect(await database.withSystem((tx) => tx.notice.count({ where: { kind: "place-changed" } }))).toBe(1);
    const asked = await server.inject({ method: "GET", url: stop });
    expect(asked.statusCode).toBe(200);
    expect(await follows()).toHaveLength(1);
    await server.inject({ method: "POST", url: stop, headers: { "content-type": "application/x-www-form-urlencoded" }, payload: "" });
    expect(await follows()).toEqual([]);
  });

  test("gets at most three mails that ask, and the caller learns nothing of it", async () => {
    const results = [];
    for (let index = 0; index < 5; index++) results.push(await ask("c@example.org"));
    expect(results).toEqual(Array(5).fill(undefined));
    // Requests that wait at the same time go out as one mail.
    const sent = await mails(3);
    expect(sent.length).toBeLessThanOrEqual(3);
    expect(linkIn(sent[0], "follow")).toBeTruthy();
    expect(await follows()).toHaveLength(1);
  });

  test("of one network asks a limited number of times", async () => {
    const network = "198.51.100.1";
    for (let index = 0; index < 20; index++) await ask(`n${index}@example.org`, { network });
    await expect(ask("n20@example.org", { network })).rejects.toMatchObject({ code: "follows-waiting" });
    // They are written now, or they would count in the next test.
    await mails(20);
  });

  test("is forgotten after three days without a confirmation", async () => {
    await ask("d@example.org");
    const link = linkIn((await mails(1))[0], "follow");
    expect((await server.inject({ method: "GET", url: link })).statusCode).toBe(200);
    expect(await forgetOld()).toBe(1);
    expect((await server.inject({ method: "GET", url: link })).statusCode).toBe(404);
  });

  test("is not asked when the request is forgotten before its mail is written", async () => {
    await readers.stop();
    await ask("f@example.org");
    expect(await forgetOld()).toBe(1);
    readers = await startReaders(core);
    // Events are read in their order: the mail of a later request is written after the first one was passed.
    await ask("g@example.org");
    expect((await mails(1)).map(({ to }) => to)).toEqual(["g@example.org"]);
  });

  test("is not confirmed by a link that we did not write", async () => {
    await ask("e@example.org");
    const link = linkIn((await mails(1))[0], "follow");
    const token = new URL(`http://x${link}`).searchParams.get("t") ?? "";
    const bytes = Buffer.from(token, "base64url");
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    for (const forged of [bytes.toString("base64url"), "", "AAAA", token.slice(0, -4)]) {
      const { statusCode } = await server.inject({
        method: "POST",
        url: `/follow?t=${forged}`,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: "",
      });
      expect(statusCode).toBe(404);
    }
    expect((await follows())[0]?.confirmedAt).toBeNull();
  });
});
