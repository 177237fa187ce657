import { inflateRawSync } from "node:zlib";
import { addMember, createCommunity } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { confirmAddress, undoAddress } from "../../modules/identity/address/service.ts";
import { eraseDueAccounts } from "../../modules/identity/erasure/service.ts";
import { makeExports } from "../../modules/identity/exports/service.ts";
import { issueCode } from "../../modules/identity/service/one-time-codes.ts";
import { requestPasswordReset, resetPassword } from "../../modules/identity/service/reset-password.ts";
import { brandOf, siteOrConsole } from "../../modules/identity/service/sites.ts";
import { bearer } from "../../testing/bearer.ts";
import { Browser } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";
import { attempt, callbackOf, callIdentity, isAlive, linkIn, mailTo, signIn } from "../../testing/oidc-client.ts";

// The end and the changes of an account, through the hub's pages and procedures: another address, the archive, the deletion.

let hub: HubServer;
let reef: { clientId: string; origin: string };
beforeAll(async () => {
  hub = await startHub();
  reef = await hub.addPortal("reef");
});
afterAll(() => hub.stop());

const call = (token: string, procedure: string, input: object) => callIdentity(hub, token, procedure, input);
const person = (id: string) => hub.core.database.withSystem((tx) => tx.user.findUnique({ where: { id } }));
const mailsTo = (address: string) => hub.sentMails.filter(({ to }) => to === address);
const linkTo = (address: string, what: string) =>
  /(http\S+)/.exec(mailsTo(address).find(({ text }) => text.includes(what))?.text ?? "")?.[1] ?? "";
const start = async (browser: Browser) => browser.open((await attempt(hub, reef.clientId, callbackOf(reef))).url, reef.origin);

test("another address is confirmed by its link, ends the sessions, and is taken back from the old one", async () => {
  const id = await hub.addPerson("old@example.org");
  const { access_token: token } = await signIn(hub, new Browser(), reef, "old@example.org");
  expect((await call(token, "requestAddress", { email: "new@example.org", password: "wrong" })).status).toBe(422);
  expect((await call(token, "requestAddress", { email: "new@example.org", password: PASSWORD, client: reef.clientId })).status).toBe(200);
  const link = linkIn((await mailTo(hub, "new@example.org"))?.text);
  expect((await person(id))?.email).toBe("old@example.org");
  const browser = new Browser();
  const page = await browser.open(link);
  expect(page.text).toContain("new@example.org");
  expect((await browser.submit(page, "/hub/address/confirm", {})).status).toBe(200);
  expect((await person(id))?.email).toBe("new@example.org");
  expect(await isAlive(hub, token)).toBe(false);
  expect((await browser.open(link)).status).toBe(410);
  // A thief who also changes the password does not get rid of the link.
  const { access_token: thief } = await signIn(hub, new Browser(), reef, "new@example.org");
  expect((await call(thief, "changePassword", { current: PASSWORD, next: "une phrase que seul le voleur sait" })).status).toBe(200);
  const undo = await browser.open(linkTo("old@example.org", "/hub/address/undo"));
  const reset = await browser.submit(undo, "/hub/address/undo", {});
  expect(reset.url.pathname).toMatch(/\/reset$/);
  expect(await person(id)).toMatchObject({ email: "old@example.org", passwordHash: null });
  expect(await isAlive(hub, thief)).toBe(false);
  const done = await browser.submit(reset, "/reset", { password: "une phrase que seul le maître sait" });
  expect(done.url.pathname).toMatch(/\/done$/);
});

test("an address with an account gets a mail, and the caller the same answer", async () => {
  await hub.addPerson("taken2@example.org");
  await hub.addPerson("asker@example.org");
  const { access_token: token } = await signIn(hub, new Browser(), reef, "asker@example.org");
  const answers = [];
  for (const email of ["taken2@example.org", "nobody-has-it@example.org"])
    answers.push(await (await call(token, "requestAddress", { email, password: PASSWORD })).text());
  expect(answers[0]).toBe(answers[1]);
  expect((await mailTo(hub, "taken2@example.org"))?.text).not.toContain("/hub/address/");
});

test("a thief who changes the address twice does not end the link that the owner has", async () => {
  const id = await hub.addPerson("robbed@example.org");
  const site = await siteOrConsole(hub.core, undefined);
  for (const email of ["thief-1@example.org", "thief-2@example.org"]) {
    const code = await hub.core.database.withSystem((tx) => issueCode(tx, id, "address", email));
    expect(await confirmAddress(hub.core, code, site)).toBe(email);
  }
  const undoOf = (address: string) => new URL(linkTo(address, "/hub/address/undo")).searchParams.get("code") ?? "";
  expect(await undoAddress(hub.core, undoOf("thief-1@example.org"))).not.toBeNull();
  expect((await person(id))?.email).toBe("thief-1@example.org");
  expect(await undoAddress(hub.core, undoOf("robbed@example.org"))).not.toBeNull();
  expect((await person(id))?.email).toBe("robbed@example.org");
  expect(await undoAddress(hub.core, undoOf("thief-1@example.org"))).toBeNull();
});

test("of links that are followed at the same time one counts, and none ends in an error", async () => {
  const { core } = hub;
  const id = await hub.addPerson("racer@example.org");
  const site = await siteOrConsole(core, undefined);
  const code = (purpose: "address" | "reset", email?: string, userId = id) =>
    core.database.withSystem((tx) => issueCode(tx, userId, purpose, email));
  const [first, second, reset] = [
    await code("address", "race-1@example.org"),
    await code("address", "race-2@example.org"),
    await code("reset"),
  ];
  const followed = await Promise.allSettled([
    ...Array.from({ length: 20 }, (_, at) => confirmAddress(core, at % 2 ? first : second, site)),
    ...Array.from({ length: 3 }, () => resetPassword(core, reset, "une phrase que personne ne devine")),
  ]);
  const failures = followed.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(failures.filter((failure) => failure !== "link-expired")).toEqual([]);
  expect(followed.filter((one) => one.status === "fulfilled" && one.value !== null)).toHaveLength(1);

  // Two accounts and one address; and a link for the old address that is asked for while the change is confirmed.
  const ids = [await hub.addPerson("twin-1@example.org"), await hub.addPerson("twin-2@example.org")];
  const codes = await Promise.all(ids.map((one) => code("address", "twin@example.org", one)));
  const asked = { locale: "fr", brand: brandOf(site, "fr"), resetLink: (text: string) => text } as const;
  const [confirmed] = await Promise.all([
    Promise.all(codes.map((one) => confirmAddress(core, one, site))),
    ...Array.from({ length: 4 }, (_, at) => requestPasswordReset(core, { ...asked, email: `twin-${1 + (at % 2)}@example.org` })),
  ]);
  expect(confirmed.filter((email) => email !== null)).toEqual(["twin@example.org"]);
  const moved = ids[confirmed.findIndex((email) => email !== null)] ?? "";
  expect(await core.database.withSystem((tx) => tx.oneTimeCode.count({ where: { userId: moved, purpose: "reset" } }))).toBe(0);

  const { access_token: token } = await signIn(hub, new Browser(), reef, "asker@example.org");
  const wishes = [1, 2, 3, 4].map((at) => call(token, "requestAddress", { email: `wish-${at}@example.org`, password: PASSWORD }));
  expect((await Promise.all(wishes)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await core.database.withSystem((tx) => tx.oneTimeCode.count({ where: { email: { startsWith: "wish-" } } }))).toBe(1);
});

test("the archive has what the platform holds, for its person alone, once a day", async () => {
  const id = await hub.addPerson("data@example.org");
  await hub.addPerson("curious@example.org");
  const community = await createCommunity(hub.core.database);
  await addMember(hub.core.database, community.id, id, "contributor");
  const { access_token: token } = await signIn(hub, new Browser(), reef, "data@example.org");
  const { access_token: other } = await signIn(hub, new Browser(), reef, "curious@example.org");
  const invited = { communityId: (await createCommunity(hub.core.database)).id, invitedById: id, role: "member", codeHash: "sealed-code" };
  await hub.core.database.withSystem((tx) =>
    tx.invitation.create({ data: { ...invited, email: "data@example.org", expiresAt: new Date(Date.now() + 86_400_000) } }),
  );
  const asked = await Promise.all([1, 2].map(() => call(token, "requestExport", { client: reef.clientId })));
  expect(asked.map(({ status }) => status).sort()).toEqual([200, 429]);
  expect(await makeExports(hub.core)).toBe(1);
  expect((await mailTo(hub, "data@example.org"))?.text).toContain(`${reef.origin}/fr/account#data`);
  const row = await hub.core.database.withSystem((tx) => tx.accountExport.findFirstOrThrow({ where: { userId: id } }));
  const get = (as: string) => fetch(`${hub.url}/account/exports/${row.id}`, { headers: bearer(as) });
  expect((await get(other)).status).toBe(404);
  const zip = Buffer.from(await (await get(token)).arrayBuffer());
  const files = filesOf(zip);
  expect(Object.keys(files)).toEqual(expect.arrayContaining(["LISEZMOI.txt", "data.json", "csv/memberships.csv", "csv/sessions.csv"]));
  const data = JSON.parse(files["data.json"] ?? "{}");
  expect(data.profile).toMatchObject([{ email: "data@example.org" }]);
  expect(data.memberships).toMatchObject([{ community_id: community.id, role: "contributor" }]);
  // What knows the person by their address alone.
  expect(data["invitations-received"]).toMatchObject([{ community_id: invited.communityId, role: "member" }]);
  expect(files["data.json"]).not.toMatch(/password_hash|secret_hash|argon2|sealed-code/);
});

test("a deletion ends everything at once, a sign-in within the grace period keeps the account, and later it is erased", async () => {
  const { database } = hub.core;
  const id = await hub.addPerson("leaving@example.org");
  const community = await createCommunity(database, { name: "Récif" });
  const membership = await addMember(database, community.id, id, "manager");
  const first = await signIn(hub, new Browser(), reef, "leaving@example.org");
  expect(await (await call(first.access_token, "requestDeletion", { password: PASSWORD })).text()).toContain("sole-manager");
  await database.withSystem((tx) => tx.membership.update({ where: { id: membership.id }, data: { role: "contributor" } }));
  expect((await call(first.access_token, "requestDeletion", { password: PASSWORD, client: reef.clientId })).status).toBe(200);
  expect(await isAlive(hub, first.access_token)).toBe(false);
  expect(await person(id)).toMatchObject({ status: "leaving" });
  expect((await mailTo(hub, "leaving@example.org"))?.subject).toContain("effacé le");
  expect(await eraseDueAccounts(hub.core)).toBe(0);

  const browser = new Browser();
  const offer = await browser.submit(await start(browser), "/sign-in", { email: "leaving@example.org", password: PASSWORD });
  expect(offer.text).toContain("/keep?");
  const kept = await browser.submit(offer, "/keep", {}, reef.origin);
  expect(kept.url.searchParams.get("code")).toBeTruthy();
  expect(await person(id)).toMatchObject({ status: "active", deletionAt: null });

  const again = await signIn(hub, new Browser(), reef, "leaving@example.org");
  const entry = { communityId: community.id, actorId: id, action: "member.joined", resourceType: "member", resourceId: membership.id };
  await database.withSystem(async (tx) => {
    await tx.auditEntry.create({ data: { ...entry, summary: { name: "Léa Partante", role: "member" } } });
    const dataset = await tx.dataset.create({ data: { communityId: community.id, slug: "d", title: "d" } });
    const about = { communityId: community.id, datasetId: dataset.id, authorId: id };
    await tx.contribution.create({ data: { ...about, title: "Gardée", status: "merged" } });
    await tx.contribution.create({ data: { ...about, title: "Brouillon" } });
    await tx.reportTheme.create({ data: { communityId: community.id, name: {}, help: {}, fields: [], position: 0, moderatorIds: [id] } });
  });
  expect((await call(again.access_token, "requestDeletion", { password: PASSWORD })).status).toBe(200);
  await database.withSystem((tx) => tx.user.update({ where: { id }, data: { deletionAt: new Date() } }));
  expect(await eraseDueAccounts(hub.core)).toBe(1);
  expect(await person(id)).toBeNull();
  const left = await database.withSystem(async (tx) => ({
    memberships: await tx.membership.count({ where: { userId: id } }),
    sessions: await tx.oidcPayload.count({ where: { payload: { path: ["accountId"], equals: id } } }),
    contributions: (await tx.contribution.findMany({ where: { authorId: id } })).map(({ title }) => title),
    journal: (await tx.auditEntry.findMany({ where: { resourceId: id } })).map(({ action }) => action),
    moderators: (await tx.reportTheme.findFirstOrThrow({ where: { communityId: community.id } })).moderatorIds,
    joined: (await tx.auditEntry.findFirstOrThrow({ where: { resourceId: membership.id } })).summary,
  }));
  expect(left).toEqual({
    ...{ memberships: 0, sessions: 0, contributions: ["Gardée"], journal: ["account.erased"], moderators: [] },
    joined: { role: "member" },
  });
  expect(mailsTo("leaving@example.org").at(-1)?.subject).toContain("est effacé");
});

/** The texts of a ZIP, by its central directory. */
function filesOf(zip: Buffer): Record<string, string> {
  const files: Record<string, string> = {};
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + size);
    files[zip.toString("utf8", at + 46, at + 46 + nameLength)] = (method === 8 ? inflateRawSync(bytes) : bytes).toString("utf8");
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
