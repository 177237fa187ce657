// @database server
// @long
import { Readable } from "node:stream";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { procedures as declared } from "../app-procedures.ts";
import { createServer } from "../server.ts";
import { inputs } from "../testing/permission-inputs.ts";
import { buildPermissionWorld, type Caller, headersOf, type PermissionWorld } from "../testing/permission-world.ts";
import { createTestCore } from "../testing/test-core.ts";
import { placesCsv } from "../testing/upload-world.ts";
import { isAllowedFrozen, type Permission, permissions } from "./permissions.ts";

// Every write of the API, by a caller who has the right, in a community that is read-only: refused with the reason, unless the permission
// says that it is allowed too. A new procedure is in this test by itself.

/** Writes that name no community or portal: they are about the person alone, or about what an operator decides. */
const PERSONAL = new Set([
  "identity.updateProfile",
  "identity.changePassword",
  "identity.requestAddress",
  "identity.requestDeletion",
  "identity.requestExport",
  "identity.beginSecondFactor",
  "identity.confirmSecondFactor",
  "identity.renewRecoveryCodes",
  "identity.endSecondFactor",
  "identity.beginPasskey",
  "identity.renamePasskey",
  "identity.removePasskey",
  "identity.beginLink",
  "identity.unlink",
  "identity.endOwnSession",
  "identity.endOtherSessions",
  "access.createKey",
  "access.rotateKey",
  "access.endPreviousSecret",
  "applications.registerOwn",
  "applications.renewOwnSecret",
  "applications.removeOwn",
  "applications.revoke",
  "access.revokeKey",
  // The invitation names the community: lifecycle.test.ts tries it.
  "members.acceptInvitation",
  "members.acceptOwnInvitation",
  "groups.join",
  // What belongs to an organisation, and not to the community: tests of organisations try what it agrees with a frozen one.
  "organisations.change",
  "organisations.invite",
  "organisations.revokeInvitation",
  "organisations.setRole",
  "organisations.removePerson",
  "organisations.inviteCommunity",
  "organisations.acceptCommunity",
  "organisations.endWithCommunity",
  "organisations.join",
  // What one took up oneself can always be taken back.
  "organisations.leave",
  "follows.stop",
  "requests.withdraw",
  "grants.withdraw",
  "groups.leave",
]);

let database: Database;
let app: FastifyInstance;
let world: PermissionWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  const core = await createTestCore(database);
  await core.storage.put(Readable.from([placesCsv]));
  app = await createServer(core);
  world = await buildPermissionWorld(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const isPermission = (name: unknown): name is Permission => typeof name === "string" && Object.hasOwn(permissions, name);
const writes = declared.flatMap(({ path, type, permission }) =>
  type === "mutation" && isPermission(permission) ? [{ path, permission }] : [],
);
const refused = writes.filter(
  ({ path, permission }) => permissions[permission].audience !== "operator" && !isAllowedFrozen(permission) && !PERSONAL.has(path),
);

it("finds the writes", () => {
  expect(writes.length).toBeGreaterThan(100);
  expect(refused.length).toBeGreaterThan(90);
  const allowed = writes.filter(({ permission }) => isAllowedFrozen(permission)).map(({ permission }) => permission);
  expect([...new Set(allowed)].sort()).toEqual([
    "answers.share",
    "clouds.extract",
    "communities.close",
    "communities.export",
    "notifications.edit",
    "organisations.end",
  ]);
});

async function call(path: string, caller: Caller, input: unknown): Promise<{ message: string; params: unknown } | "allowed"> {
  const response = await app.inject({
    method: "POST",
    url: `/trpc/${path}`,
    payload: wire.serialize(input),
    headers: headersOf(world, caller),
  });
  if (response.statusCode === 200) return "allowed";
  const error = wire.deserialize<{ message: string; data: { domain: { params: unknown } | null } }>(response.json().error);
  return { message: error.message, params: error.data.domain?.params };
}

describe.each(refused)("$path", ({ path }) => {
  it("is refused in a read-only community, with the reason", async () => {
    const build = inputs[path];
    if (!build) throw new Error(`${path} is not covered`);
    // What a call needs is made while writes are possible.
    await setFrozen(null);
    const input = await build(world, "manager");
    const { name } = await setFrozen(new Date());
    expect(await call(path, "manager", input)).toEqual({ message: "community-frozen", params: { name, reason: "Travaux" } });
  });
});

it("a read-only portal refuses writes that name it or a page of it, and others go on", async () => {
  await setFrozen(null);
  const { portal, communityId } = world;
  const update = { communityId, portalId: portal.id, name: "Autre" };
  const reports = { ...((await inputs["reports.create"]?.(world, "manager")) as object) };
  const page = await inputs["sitePages.archive"]?.(world, "manager");
  await database.withSystem((tx) =>
    tx.portal.update({ where: { id: portal.id }, data: { frozenAt: new Date(), frozenReason: "Travaux" } }),
  );
  for (const [path, input] of [
    ["portals.update", update],
    ["reports.create", reports],
    ...(page ? [["sitePages.archive", page]] : []),
  ] as const) {
    expect([path, await call(String(path), "manager", input)]).toEqual([
      path,
      { message: "portal-frozen", params: expect.objectContaining({ reason: "Travaux" }) },
    ]);
  }
  expect(await call("communities.update", "manager", { communityId, description: "x" })).toBe("allowed");
  await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { frozenAt: null } }));
  expect(await call("portals.update", "manager", update)).toBe("allowed");
});

it("strangers do not learn that a community is read-only", async () => {
  await setFrozen(new Date());
  expect(await call("communities.update", "stranger", { communityId: world.communityId, description: "x" })).toMatchObject({
    message: "community-not-found",
  });
});

function setFrozen(frozenAt: Date | null): Promise<{ name: string }> {
  const data = { frozenAt, frozenReason: frozenAt ? "Travaux" : "" };
  return database.withSystem((tx) => tx.community.update({ where: { id: world.communityId }, data, select: { name: true } }));
}
