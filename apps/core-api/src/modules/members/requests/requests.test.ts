// @database server
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createDataset, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { visitPortal } from "../../../gate/visit-portal.ts";
import { type RunningReaders, startReaders } from "../../../jobs/outbox/run-readers.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { sendDueMails } from "../../notifications/delivery/send-mails.ts";
import { listNotices } from "../../notifications/service/notices.ts";
import { acceptRequest, declineRequest, listRequests, setAdmission } from "./service/decide.ts";
import { ownRequests, sendRequest, standingOf, withdrawRequest } from "./service/send.ts";

let database: Database;
let core: TestCore;
let readers: RunningReaders;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  readers = await startReaders(core);
});
afterAll(async () => {
  await readers.stop();
  await database.close();
});

const person = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const reason = "Je suis la géomètre de la commune.";

async function world() {
  const { id: communityId } = await createCommunity(database, { name: "Brélandes" });
  const portal = await createPortal(database, communityId);
  const user = await createMember(database, communityId, "manager");
  const manager: MemberActor = { ...person(user.id), communityId, role: "manager" };
  const asks = async (userId: string, wish: { wantedRole?: "member" | "contributor"; communityId?: string } = {}) => {
    const visit = await visitPortal(core, person(userId), portal.id, "203.0.113.1");
    return sendRequest(core, { ...visit, userId }, { wantedRole: "member", reason, ...wish });
  };
  const roleOf = async (userId: string) =>
    (await database.withSystem((tx) => tx.membership.findFirst({ where: { communityId, userId } })))?.role ?? null;
  return { communityId, portal, manager, asks, roleOf };
}

async function noticed(userId: string, kind: string) {
  database.notifier.signal();
  await expect.poll(async () => (await listNotices(core, person(userId), { limit: 30 })).items.map((one) => one.kind)).toContain(kind);
}

test("managers see a request, are notified, and accept it with a role; the person is notified", async () => {
  const { manager, asks, roleOf, communityId } = await world();
  const { id: userId } = await createUser(database);
  const request = await asks(userId, { wantedRole: "contributor" });
  expect(request).toMatchObject({ status: "open", communityName: "Brélandes" });
  await noticed(manager.userId, "request-to-contribute");
  expect(await listRequests(core, manager, false)).toMatchObject([
    { id: request.id, personName: "Test Person", currentRole: null, reason },
  ]);
  await acceptRequest(core, manager, { requestId: request.id, role: "contributor", answer: "Bienvenue" });
  expect(await roleOf(userId)).toBe("contributor");
  await noticed(userId, "request-accepted");
  expect(await ownRequests(core, userId)).toMatchObject([{ status: "accepted", grantedRole: "contributor", answer: "Bienvenue" }]);
  await expect(declineRequest(core, manager, { requestId: request.id, answer: "x" })).rejects.toMatchObject({ code: "request-decided" });
  // What was settled is not mailed to the managers.
  await sendDueMails(core);
  expect(core.sentMails.filter(({ subject }) => subject.includes("demande à contribuer"))).toEqual([]);
  const entries = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { communityId }, orderBy: { id: "asc" } }));
  expect(entries.map(({ action }) => action)).toEqual(["member.requested", "member.request-accepted"]);
});

test("of concurrent requests one is kept; a refusal is final for a week; a day has a limit", async () => {
  const { manager, asks } = await world();
  const { id: userId } = await createUser(database);
  const sent = await Promise.allSettled([asks(userId), asks(userId), asks(userId)]);
  expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const [open] = await ownRequests(core, userId);
  await withdrawRequest(core, userId, open?.id ?? "");
  const again = await asks(userId);
  await expect(withdrawRequest(core, manager.userId, again.id)).rejects.toMatchObject({ code: "request-decided" });
  await declineRequest(core, manager, { requestId: again.id, answer: "Nous ne vous connaissons pas." });
  await expect(asks(userId)).rejects.toMatchObject({ code: "request-declined-lately", params: { days: 7 } });
  for (let n = 0; n < 3; n++) await (await world()).asks(userId);
  await expect((await world()).asks(userId)).rejects.toMatchObject({ code: "requests-too-many" });
});

test("a closed community and a suspended member get the same answer; nobody asks for a role that they hold", async () => {
  const { manager, asks, communityId } = await world();
  const { id: suspended } = await createUser(database);
  await addMember(database, communityId, suspended, "contributor", "suspended");
  await expect(asks(suspended)).rejects.toMatchObject({ code: "requests-closed" });
  const { id: member } = await createMember(database, communityId, "member");
  await expect(asks(member)).rejects.toMatchObject({ code: "role-held" });
  await setAdmission(core, manager, { isOpen: false, trustedDomains: [], trustedRole: "member" });
  await expect(asks((await createUser(database)).id)).rejects.toMatchObject({ code: "requests-closed" });
});

test("an address of a trusted domain is admitted at once, and a domain of everyone is refused", async () => {
  const { manager, asks, roleOf } = await world();
  await expect(setAdmission(core, manager, { isOpen: true, trustedDomains: ["gmail.com"], trustedRole: "member" })).rejects.toMatchObject({
    code: "domain-public",
  });
  await setAdmission(core, manager, { isOpen: true, trustedDomains: ["ormelune.example"], trustedRole: "member" });
  const { id: userId } = await createUser(database, { email: `anne-${manager.userId}@ormelune.example` });
  expect(await asks(userId)).toMatchObject({ status: "accepted", grantedRole: "member" });
  expect(await roleOf(userId)).toBe("member");
  // More than the domain is trusted with waits for a decision.
  expect(await asks(userId, { wantedRole: "contributor" })).toMatchObject({ status: "open" });
});

test("another community can be asked only from a portal that shows its data", async () => {
  const { asks, portal, communityId } = await world();
  const { id: other } = await createCommunity(database, { name: "Voisine" });
  const { id: userId } = await createUser(database);
  await expect(asks(userId, { communityId: other })).rejects.toMatchObject({ code: "community-not-found" });
  const dataset = await createDataset(database, other, { isShared: true });
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId: dataset.id, communityId } }));
  expect(await asks(userId, { communityId: other })).toMatchObject({ communityName: "Voisine" });
  const visit = await visitPortal(core, person(userId), portal.id, "203.0.113.1");
  expect(await standingOf(core, visit, other)).toMatchObject({ role: null, isOpen: true, request: { status: "open" } });
});
