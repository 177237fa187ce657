import { randomUUID } from "node:crypto";
import type { Present } from "@archipel/contracts/presence.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../app-router.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { createNews } from "../../kernel/news.ts";
import { contributionWorld } from "../../modules/contributions/testing/contribution-world.ts";
import { createServer } from "../../server.ts";
import { EventClient } from "../../testing/event-client.ts";

let database: Database;
let world: Awaited<ReturnType<typeof contributionWorld>>;
let app: FastifyInstance;
let url: string;
/** A second process on the same database. */
let otherCore: Core;
let otherApp: FastifyInstance;
let otherUrl: string;
let author: MemberActor;
let moderator: MemberActor;
const clients = new Set<EventClient>();

beforeAll(async () => {
  database = await openTestDatabase();
  world = await contributionWorld(database);
  [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  otherCore = { ...world.core, news: createNews(database.bell) };
  app = await createServer(world.core);
  otherApp = await createServer(otherCore);
  url = await app.listen({ port: 0, host: "127.0.0.1" });
  otherUrl = await otherApp.listen({ port: 0, host: "127.0.0.1" });
});
afterEach(() => {
  for (const client of clients) client.cut();
  clients.clear();
});
afterAll(async () => {
  await app.close();
  await otherApp.close();
  await database.close();
});

interface Page {
  tab: string;
  client: EventClient;
  /** What the server answered. */
  status: number;
  people(): Present[];
  standings(): Record<string, unknown>[];
}

async function opened(who: MemberActor, contribution: string, part: string, base = url, tab: string = randomUUID()): Promise<Page> {
  const client = new EventClient();
  clients.add(client);
  const query = new URLSearchParams({ community: world.communityId, contribution, tab, part });
  const status = await client.open(`${base}/events?${query}`, { authorization: `Bearer ${who.userId}` });
  const people = () => (client.of("present").at(-1)?.data.people ?? []) as Present[];
  return { tab, client, status, people, standings: () => client.of("standing").map(({ data }) => data) };
}

const callerOf = (who: MemberActor, core: Core = world.core) => appRouter.createCaller({ core, actor: who, address: "127.0.0.1" });
const inContribution = (contributionId: string) => ({ communityId: world.communityId, contributionId });
const nameOf = async ({ userId }: MemberActor) =>
  (await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }))).name;

describe("who has a contribution open", () => {
  test("an author and a moderator of two processes see each other, by name, and where each is", async () => {
    const id = await world.submitted(author, [world.update(1, { niveau: 9 })]);
    const mine = await opened(author, id, "edits");
    const theirs = await opened(moderator, id, "reviews", otherUrl);
    await expect.poll(() => mine.people()).toHaveLength(1);
    await expect.poll(() => theirs.people()).toHaveLength(1);
    expect(mine.people()[0]).toMatchObject({ part: "reviews", name: await nameOf(moderator), isSelf: false, isAuthor: false, place: null });
    expect(theirs.people()[0]).toMatchObject({ part: "edits", name: await nameOf(author), isSelf: false, isAuthor: true });
    // No account is named.
    expect(JSON.stringify([mine.people(), theirs.people()])).not.toMatch(new RegExp(`${author.userId}|${moderator.userId}`));

    // Said to the process that does not hold the moderator's line.
    const place = `${world.layerId}/1`;
    await callerOf(moderator).presence.attend({ ...inContribution(id), tab: theirs.tab, place });
    await expect.poll(() => mine.people()[0]?.place).toBe(place);

    theirs.client.cut();
    await expect.poll(() => mine.people(), { timeout: 2000 }).toEqual([]);
  });

  test("another tab of one's own is known as such, and a tab that comes again is not two", async () => {
    const id = await world.draft(author, [world.update(1, { niveau: 8 })]);
    const first = await opened(author, id, "edits");
    const second = await opened(author, id, "edits", otherUrl);
    await expect.poll(() => first.people()).toMatchObject([{ isSelf: true, part: "edits", tab: second.tab }]);
    // Its line broke without a word; it comes by the other process.
    await opened(author, id, "edits", url, second.tab);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(first.people()).toHaveLength(1);
    second.client.cut();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(first.people()).toHaveLength(1);
    await callerOf(author).contributions.withdraw(inContribution(id));
    await expect.poll(() => first.client.of("closed")).toHaveLength(1);
  });

  test("a draft is its author's alone, and a community's contributions are its own", async () => {
    const id = await world.draft(author, [world.update(1, { niveau: 7 })]);
    expect((await opened(moderator, id, "reviews")).status).toBe(404);
    const elsewhere = await createCommunity(database);
    const stranger = { ...moderator, userId: (await createMember(database, elsewhere.id, "manager")).id };
    expect((await opened(stranger, id, "reviews")).status).toBe(404);
    expect((await opened(await world.person("member"), id, "reads")).status).toBe(403);
    expect((await opened(author, "not-an-id", "edits")).status).toBe(400);
    // Nor can it be said by the other way in.
    await expect(callerOf(moderator).presence.attend({ ...inContribution(id), tab: randomUUID(), place: null })).rejects.toThrow();

    await callerOf(author).contributions.submit(inContribution(id));
    const reader = await opened(await world.person("contributor"), id, "reviews");
    const own = await opened(author, id, "edits");
    // Who may not review only reads, whatever they say.
    await expect.poll(() => own.people()).toMatchObject([{ part: "reads" }]);
    // Sent back to its author as a draft nobody else has: who looks on is told that it is gone.
    await database.withSystem((tx) => tx.contribution.update({ where: { id }, data: { status: "draft" } }));
    await callerOf(author).contributions.describe({ ...inContribution(id), title: "Autre" });
    await expect.poll(() => reader.client.of("closed")).toHaveLength(1);
    await expect.poll(() => own.people()).toEqual([]);
    await callerOf(author).contributions.withdraw(inContribution(id));
  });

  test("a name that somebody else's page has taken moves nobody", async () => {
    const id = await world.submitted(author, [world.update(2, { niveau: 6 })]);
    const mine = await opened(author, id, "edits");
    const theirs = await opened(moderator, id, "reviews", url, mine.tab);
    await expect.poll(() => theirs.people()).toHaveLength(1);
    await callerOf(moderator).presence.attend({ ...inContribution(id), tab: mine.tab, place: `${world.layerId}/3` });
    await expect.poll(() => mine.people()[0]?.place).toBe(`${world.layerId}/3`);
    expect(theirs.people()[0]?.place).toBeNull();
  });

  test("what is saved, said and decided moves the contribution before the eyes of all who have it open", async () => {
    const id = await world.submitted(author, [world.update(3, { niveau: 5 })]);
    const watching = await opened(moderator, id, "reviews", otherUrl);
    await expect.poll(() => watching.standings()).toHaveLength(1);
    const [before] = watching.standings();
    expect(before).toMatchObject({ status: "submitted", said: 0 });
    await callerOf(author).contributions.comment({ ...inContribution(id), body: "Vu sur place." });
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ said: 1, editsVersion: before?.editsVersion });

    const second = await world.person("moderator");
    await callerOf(second).contributions.review({
      ...inContribution(id),
      editsVersion: Number(before?.editsVersion),
      verdict: "request-changes",
      comment: "Le nom aussi.",
    });
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ status: "changes-requested", said: 2 });
    const saved = await callerOf(author).contributions.saveEdits({
      ...inContribution(id),
      edits: [world.update(3, { nom: "Zone trois" })],
    });
    expect(saved).toMatchObject({ before: before?.editsVersion });
    expect(saved.editsVersion).toBeGreaterThan(saved.before);
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ editsVersion: saved.editsVersion });
    const moved = await callerOf(author).contributions.discardEdits({ ...inContribution(id), editIds: [saved.editIds[0] ?? ""] });
    expect(moved.before).toBe(saved.editsVersion);
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ editsVersion: moved.editsVersion });
  });

  test("one line tells a page of its layers and of its contribution; a contribution it may not read closes alone", async () => {
    const id = await world.submitted(author, [world.update(1, { niveau: 4 })]);
    const client = new EventClient();
    clients.add(client);
    const query = { layers: world.layerId, community: world.communityId, contribution: id, tab: randomUUID(), part: "edits" };
    const open = (more: Record<string, string>, who = author) =>
      client.open(`${url}/events?${new URLSearchParams({ ...query, ...more })}`, { authorization: `Bearer ${who.userId}` });
    expect(await open({})).toBe(200);
    await expect.poll(() => client.of("ready").length).toBe(1);
    await expect.poll(() => client.of("standing").length).toBe(1);
    // The number to go on from is that of the edits.
    expect(client.lastId).toBe(client.of("ready")[0]?.id);
    client.cut();
    expect(await open({ contribution: randomUUID() })).toBe(200);
    await expect.poll(() => client.of("closed").length).toBe(1);
    await expect.poll(() => client.of("ready").length).toBe(2);
  });
});
