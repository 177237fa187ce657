import { randomUUID } from "node:crypto";
import type { Present } from "@archipel/contracts/presence.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../app-router.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { bearer } from "../../testing/bearer.ts";
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
  const status = await client.open(`${base}/events?${query}`, bearer(who.userId));
  const people = () => (client.of("present").at(-1)?.data.people ?? []) as Present[];
  return { tab, client, status, people, standings: () => client.of("standing").map(({ data }) => data) };
}

const callerOf = (who: MemberActor, core: Core = on.world.core) =>
  appRouter.createCaller({ core, actor: who, address: "127.0.0.1", host: "localhost", network: "127.0.0.1" });
const inContribution = (contributionId: string) => ({ communityId: on.world.communityId, contributionId });
const nameOf = async ({ userId }: MemberActor) =>
  (await on.database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }))).name;

describe("who has a contribution open", () => {
  test("an author and a moderator on two processes see each other's name and position", async () => {
    const id = await on.world.submitted(author, [on.world.update(1, { niveau: 9 })]);
    const mine = await opened(author, id, "edits");
    const theirs = await opened(moderator, id, "reviews", on.otherUrl);
    await expect.poll(() => mine.people()).toHaveLength(1);
    await expect.poll(() => theirs.people()).toHaveLength(1);
    expect(mine.people()[0]).toMatchObject({ part: "reviews", name: await nameOf(moderator), isSelf: false, isAuthor: false, place: null });
    expect(theirs.people()[0]).toMatchObject({ part: "edits", name: await nameOf(author), isSelf: false, isAuthor: true });
    // No account id is sent.
    expect(JSON.stringify([mine.people(), theirs.people()])).not.toMatch(new RegExp(`${author.userId}|${moderator.userId}`));

    // Sent to the process that does not hold the moderator's stream.
    const place = `${on.world.layerId}/1`;
    await callerOf(moderator).presence.attend({ ...inContribution(id), tab: theirs.tab, place });
    await expect.poll(() => mine.people()[0]?.place).toBe(place);

    theirs.client.cut();
    await expect.poll(() => mine.people(), { timeout: 2000 }).toEqual([]);
  });

  test("a person's other tab is marked as their own, and a tab that reconnects is listed once", async () => {
    const id = await on.world.draft(author, [on.world.update(1, { niveau: 8 })]);
    const first = await opened(author, id, "edits");
    const second = await opened(author, id, "edits", on.otherUrl);
    await expect.poll(() => first.people()).toMatchObject([{ isSelf: true, part: "edits", tab: second.tab }]);
    // Its stream broke unnoticed; it reconnects to the other process.
    await opened(author, id, "edits", on.url, second.tab);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(first.people()).toHaveLength(1);
    second.client.cut();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(first.people()).toHaveLength(1);
    await callerOf(author).contributions.withdraw(inContribution(id));
    await expect.poll(() => first.client.of("closed")).toHaveLength(1);
  });

  test("only its author can open a draft, and no other community a contribution", async () => {
    const id = await on.world.draft(author, [on.world.update(1, { niveau: 7 })]);
    expect((await opened(moderator, id, "reviews")).status).toBe(404);
    const elsewhere = await createCommunity(on.database);
    const stranger = { ...moderator, userId: (await createMember(on.database, elsewhere.id, "manager")).id };
    expect((await opened(stranger, id, "reviews")).status).toBe(404);
    expect((await opened(await on.world.person("member"), id, "reads")).status).toBe(403);
    expect((await opened(author, "not-an-id", "edits")).status).toBe(400);
    // Nor does the procedure accept it.
    await expect(callerOf(moderator).presence.attend({ ...inContribution(id), tab: randomUUID(), place: null })).rejects.toThrow();

    await callerOf(author).contributions.submit(inContribution(id));
    const reader = await opened(await on.world.person("contributor"), id, "reviews");
    const own = await opened(author, id, "edits");
    // A person who may not review is shown as reading, whatever they send.
    await expect.poll(() => own.people()).toMatchObject([{ part: "reads" }]);
    // It becomes a draft again, which others may not see: their pages are closed.
    await on.database.withSystem((tx) => tx.contribution.update({ where: { id }, data: { status: "draft" } }));
    await callerOf(author).contributions.describe({ ...inContribution(id), title: "Autre" });
    await expect.poll(() => reader.client.of("closed")).toHaveLength(1);
    await expect.poll(() => own.people()).toEqual([]);
    await callerOf(author).contributions.withdraw(inContribution(id));
  });

  test("sending somebody else's tab does not move their page", async () => {
    const id = await on.world.submitted(author, [on.world.update(2, { niveau: 6 })]);
    const mine = await opened(author, id, "edits");
    const theirs = await opened(moderator, id, "reviews", on.url, mine.tab);
    await expect.poll(() => theirs.people()).toHaveLength(1);
    await callerOf(moderator).presence.attend({ ...inContribution(id), tab: mine.tab, place: `${on.world.layerId}/3` });
    await expect.poll(() => mine.people()[0]?.place).toBe(`${on.world.layerId}/3`);
    expect(theirs.people()[0]?.place).toBeNull();
  });

  test("every save, comment and decision reaches all who have the contribution open", async () => {
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

  test("one stream carries layers and a contribution; a contribution that may not be read closes alone", async () => {
    const id = await on.world.submitted(author, [on.world.update(1, { niveau: 4 })]);
    const client = on.newClient();
    const query = { layers: on.world.layerId, community: on.world.communityId, contribution: id, tab: randomUUID(), part: "edits" };
    const open = (more: Record<string, string>, who = author) =>
      client.open(`${on.url}/events?${new URLSearchParams({ ...query, ...more })}`, bearer(who.userId));
    expect(await open({})).toBe(200);
    await expect.poll(() => client.of("ready").length).toBe(1);
    await expect.poll(() => client.of("standing").length).toBe(1);
    // The last event id is that of the edits.
    expect(client.lastId).toBe(client.of("ready")[0]?.id);
    client.cut();
    expect(await open({ contribution: randomUUID() })).toBe(200);
    await expect.poll(() => client.of("closed").length).toBe(1);
    await expect.poll(() => client.of("ready").length).toBe(2);
  });
});
