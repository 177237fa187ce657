// @database server
// @long
import { Readable } from "node:stream";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { type DnsTestServer, startDnsServer } from "@archipel/testing/dns-server.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { procedures as declared } from "../app-procedures.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { expectedOutcome, type Outcome } from "../testing/expected-outcome.ts";
import { inputs } from "../testing/permission-inputs.ts";
import {
  buildPermissionWorld,
  type Caller,
  callers,
  headersOf,
  newCommunityKey,
  type PermissionWorld,
} from "../testing/permission-world.ts";
import { createTestCore } from "../testing/test-core.ts";
import { placesCsv } from "../testing/upload-world.ts";
import { isOpenToKeys, type Permission, permissions } from "./permissions.ts";

// Every procedure × every kind of caller, over HTTP, with valid inputs. The expected outcome follows from the permission alone; a
// procedure without a permission, or without an input, fails. Routes: route-matrix.test.ts.

/** Procedures that check more than their permission. */
const exceptions: Record<string, Partial<Record<Caller, Outcome>>> = {
  // A suspended person gets an error of their own, instead of being treated as signed out.
  // Contributors may merge where a dataset's rules trust them; here, nobody's contribution is theirs to merge.
  "contributions.merge": { contributor: "FORBIDDEN contribution-not-allowed" },
  // Preferences only exist for communities that the person has to do with.
  "notifications.savePreference": {
    stranger: "NOT_FOUND community-not-found",
    managerOfAnother: "NOT_FOUND community-not-found",
    operator: "NOT_FOUND community-not-found",
    suspendedMember: "NOT_FOUND community-not-found",
    organisationReader: "NOT_FOUND community-not-found",
    organisationManager: "NOT_FOUND community-not-found",
  },
  // Nobody asks for a role that they hold; a suspended member gets the answer of a closed community.
  "requests.send": {
    contributor: "CONFLICT role-held",
    moderator: "CONFLICT role-held",
    manager: "CONFLICT role-held",
    suspendedMember: "FORBIDDEN requests-closed",
  },
  "identity.requestDeletion": forAllWithAccount("UNPROCESSABLE_CONTENT wrong-password"),
  "identity.beginSecondFactor": forAllWithAccount("UNPROCESSABLE_CONTENT wrong-password"),
  "identity.confirmSecondFactor": forAllWithAccount("CONFLICT second-factor-not-begun"),
  "identity.renewRecoveryCodes": forAllWithAccount("CONFLICT second-factor-off"),
  "identity.endSecondFactor": forAllWithAccount("CONFLICT second-factor-off"),
  "identity.me": { suspended: "FORBIDDEN account-suspended" },
};

/** The answer to everybody who has an account, whatever their role. */
function forAllWithAccount(answer: string) {
  const withRole = ["member", "contributor", "moderator", "manager", "managerOfAnother", "operator"] as const;
  const callers = ["stranger", ...withRole, "suspendedMember", "organisationReader", "organisationManager"] as const;
  return Object.fromEntries(callers.map((caller) => [caller, answer]));
}

let database: Database;
let dns: DnsTestServer;
let app: FastifyInstance;
let world: PermissionWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  const core = await createTestCore(database);
  dns = await startDnsServer();
  core.env.DOMAINS_DNS_SERVERS = [dns.address];
  await core.storage.put(Readable.from([placesCsv]));
  app = await createServer(core);
  world = await buildPermissionWorld(database);
});
afterAll(async () => {
  await app.close();
  await dns.stop();
  await database.close();
});

const permissionNames = Object.keys(permissions) as Permission[];
const procedures = declared.map(({ path, type, permission }) => ({
  path,
  type,
  permission: permissionNames.find((known) => known === permission) ?? null,
}));

it("finds the procedures, and each declares a permission and has an input", () => {
  expect(procedures.length).toBeGreaterThan(30);
  expect(procedures.filter((procedure) => procedure.permission === null).map((procedure) => procedure.path)).toEqual([]);
  expect(Object.keys(inputs).sort()).toEqual(procedures.map((procedure) => procedure.path).sort());
});

it("opens no procedure about people, keys, portals' settings or the platform to keys", () => {
  const open = permissionNames.filter(isOpenToKeys);
  expect(
    open.filter((permission) => /^(members|invitations|requests|identity|keys\.(manage|administer)|audit|notifications)/.test(permission)),
  ).toEqual([]);
  expect(open.filter((permission) => ["communities.edit", "communities.administer", "portals.manage"].includes(permission))).toEqual([]);
});

it("opens no procedure to a key without the service of procedures", async () => {
  const { secret } = await newCommunityKey(database, world.communityId, world.users.manager ?? "", "produce", { services: ["tiles"] });
  for (const { path, type } of procedures) {
    const url = `/trpc/${path}`;
    const response = await app.inject({ method: type === "query" ? "GET" : "POST", url, headers: bearer(secret) });
    const { message, data } = wire.deserialize<{ message: string; data: { domain: unknown } }>(response.json().error);
    expect([path, response.statusCode, message, data.domain]).toEqual([
      ...[path, 403, "key-lacks-scope"],
      expect.objectContaining({ params: { scope: "api" } }),
    ]);
  }
});

describe.each(procedures)("$path", ({ path, type, permission }) => {
  // A refused call and a query use nothing up, so the next caller gets the same input, unless it is made for one caller.
  let kept: { input: unknown } | null = null;
  it.each(callers)("%s", async (caller) => {
    const build = inputs[path];
    if (!permission || !build) throw new Error(`${path} is not covered`);
    const isForAll = build.length < 2;
    const { input } = (isForAll && kept) || { input: await build(world, caller) };
    const outcome = await call(path, type, caller, input);
    kept = type === "query" || outcome !== "allowed" ? { input } : null;
    expect(outcome).toBe(exceptions[path]?.[caller] ?? expectedOutcome(permission, caller));
  });
});

async function call(path: string, type: string, caller: Caller, input: unknown): Promise<string> {
  const headers = headersOf(world, caller);
  const body = wire.serialize(input);
  const response =
    type === "query"
      ? await app.inject({ url: `/trpc/${path}`, query: { input: JSON.stringify(body) }, headers })
      : await app.inject({ method: "POST", url: `/trpc/${path}`, payload: body, headers });
  if (response.statusCode === 200) return "allowed";
  const error = wire.deserialize<{ message: string; data: { code: string } }>(response.json().error);
  return `${error.data.code} ${error.message}`;
}
