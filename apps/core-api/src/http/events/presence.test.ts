import { randomUUID } from "node:crypto";
import type { Present } from "@archipel/contracts/presence.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../app-router.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import type { EventClient } from "../../testing/event-client.ts";
import { twoProcesses } from "../../testing/two-processes.ts";

let on: Awaited<ReturnType<typeof twoProcesses>>;
let author: MemberActor;
let moderator: MemberActor;
beforeAll(async () => {
  on = await twoProcesses();
  ({ author, moderator } = on);
});
afterEach(() => on.cutAll());
afterAll(() => on.close());

interface Page {
  tab: string;
  client: EventClient;
  /** What the server answered. */
  status: number;
  people(): Present[];
  standings(): Record<string, unknown>[];
}

async function opened(who: MemberActor, contribution: string, part: string, base = on.url, tab: string = randomUUID()): Promise<Page> {
  const client = on.newClient();
  const query = new URLSearchParams({ community: on.world.communityId, contribution, tab, part });
  const status = await client.open(`${base}/events?${query}`, { authorization: `Bearer ${who.userId}` });
  const people = () => (client.of("present").at(-1)?.data.people ?? []) as Present[];
  return { tab, client, status, people, standings: () => client.of("standing").map(({ data }) => data) };
}

const callerOf = (who: MemberActor, core: Core = on.world.core) => appRouter.createCaller({ core, actor: who, address: "127.0.0.1" });
const inContribution = (contributionId: string) => ({ communityId: on.world.communityId, contributionId });
const nameOf = async ({ userId }: MemberActor) =>
  (await on.database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }))).name;

describe("who has a contribution open", () => {
  test("an author and a moderator of two processes see each other, by name, and where each is", async () => {
    const id = await on.world.submitted(author, [on.world.update(1, { niveau: 9 })]);
    const mine = await opened(author, id, "edits");
    const theirs = await opened(moderator, id, "reviews", on.otherUrl);
    await expect.poll(() => mine.people()).toHaveLength(1);
    await expect.poll(() => theirs.people()).toHaveLength(1);
    expect(mine.people()[0]).toMatchObject({ part: "reviews", name: await nameOf(moderator), isSelf: false, isAuthor: false, place: null });
    expect(theirs.people()[0]).toMatchObject({ part: "edits", name: await nameOf(author), isSelf: false, isAuthor: true });
    // No account is named.
    expect(JSON.stringify([mine.people(), theirs.people()])).not.toMatch(new RegExp(`${author.userId}|${moderator.userId}`));

    // Said to the process that does not hold the moderator's line.
    const place = `${on.world.layerId}/1`;
    await callerOf(moderator).presence.attend({ ...inContribution(id), tab: theirs.tab, place });
    await expect.poll(() => mine.people()[0]?.place).toBe(place);

    theirs.client.cut();
    await expect.poll(() => mine.people(), { timeout: 2000 }).toEqual([]);
  });

  test("another tab of one's own is known as such, and a tab that comes again is not two", async () => {
    const id = await on.world.draft(author, [on.world.update(1, { niveau: 8 })]);
    const first = await opened(author, id, "edits");
    const second = await opened(author, id, "edits", on.otherUrl);
    await expect.poll(() => first.people()).toMatchObject([{ isSelf: true, part: "edits", tab: second.tab }]);
    // Its line broke without a word; it comes by the other process.
    await opened(author, id, "edits", on.url, second.tab);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(first.people()).toHaveLength(1);
    second.client.cut();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(first.people()).toHaveLength(1);
    await callerOf(author).contributions.withdraw(inContribution(id));
    await expect.poll(() => first.client.of("closed")).toHaveLength(1);
  });

  test("a draft is its author's alone, and a community's contributions are its own", async () => {
    const id = await on.world.draft(author, [on.world.update(1, { niveau: 7 })]);
    expect((await opened(moderator, id, "reviews")).status).toBe(404);
    const elsewhere = await createCommunity(on.database);
    const stranger = { ...moderator, userId: (await createMember(on.database, elsewhere.id, "manager")).id };
    expect((await opened(stranger, id, "reviews")).status).toBe(404);
    expect((await opened(await on.world.person("member"), id, "reads")).status).toBe(403);
    expect((await opened(author, "not-an-id", "edits")).status).toBe(400);
    // Nor can it be said by the other way in.
    await expect(callerOf(moderator).presence.attend({ ...inContribution(id), tab: randomUUID(), place: null })).rejects.toThrow();

    await callerOf(author).contributions.submit(inContribution(id));
    const reader = await opened(await on.world.person("contributor"), id, "reviews");
    const own = await opened(author, id, "edits");
    // Who may not review only reads, whatever they say.
    await expect.poll(() => own.people()).toMatchObject([{ part: "reads" }]);
    // Sent back to its author as a draft nobody else has: who looks on is told that it is gone.
    await on.database.withSystem((tx) => tx.contribution.update({ where: { id }, data: { status: "draft" } }));
    await callerOf(author).contributions.describe({ ...inContribution(id), title: "Autre" });
    await expect.poll(() => reader.client.of("closed")).toHaveLength(1);
    await expect.poll(() => own.people()).toEqual([]);
    await callerOf(author).contributions.withdraw(inContribution(id));
  });

  test("a name that somebody else's page has taken moves nobody", async () => {
    const id = await on.world.submitted(author, [on.world.update(2, { niveau: 6 })]);
    const mine = await opened(author, id, "edits");
    const theirs = await opened(moderator, id, "reviews", on.url, mine.tab);
    await expect.poll(() => theirs.people()).toHaveLength(1);
    await callerOf(moderator).presence.attend({ ...inContribution(id), tab: mine.tab, place: `${on.world.layerId}/3` });
    await expect.poll(() => mine.people()[0]?.place).toBe(`${on.world.layerId}/3`);
    expect(theirs.people()[0]?.place).toBeNull();
  });

  test("what is saved, said and decided moves the contribution before the eyes of all who have it open", async () => {
    const id = await on.world.submitted(author, [on.world.update(3, { niveau: 5 })]);
    const watching = await opened(moderator, id, "reviews", on.otherUrl);
    await expect.poll(() => watching.standings()).toHaveLength(1);
    const [before] = watching.standings();
    expect(before).toMatchObject({ status: "submitted", said: 0 });
    await callerOf(author).contributions.comment({ ...inContribution(id), body: "Vu sur place." });
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ said: 1, editsVersion: before?.editsVersion });

    const second = await on.world.person("moderator");
    await callerOf(second).contributions.review({
      ...inContribution(id),
      editsVersion: Number(before?.editsVersion),
      verdict: "request-changes",
      comment: "Le nom aussi.",
    });
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ status: "changes-requested", said: 2 });
    const saved = await callerOf(author).contributions.saveEdits({
      ...inContribution(id),
      edits: [on.world.update(3, { nom: "Zone trois" })],
    });
    expect(saved).toMatchObject({ before: before?.editsVersion });
    expect(saved.editsVersion).toBeGreaterThan(saved.before);
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ editsVersion: saved.editsVersion });
    const moved = await callerOf(author).contributions.discardEdits({ ...inContribution(id), editIds: [saved.editIds[0] ?? ""] });
    expect(moved.before).toBe(saved.editsVersion);
    await expect.poll(() => watching.standings().at(-1)).toMatchObject({ editsVersion: moved.editsVersion });
  });

  test("one line tells a page of its layers and of its contribution; a contribution it may not read closes alone", async () => {
    const id = await on.world.submitted(author, [on.world.update(1, { niveau: 4 })]);
    const client = on.newClient();
    const query = { layers: on.world.layerId, community: on.world.communityId, contribution: id, tab: randomUUID(), part: "edits" };
    const open = (more: Record<string, string>, who = author) =>
      client.open(`${on.url}/events?${new URLSearchParams({ ...query, ...more })}`, { authorization: `Bearer ${who.userId}` });
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
