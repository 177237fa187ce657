// @database server
// @long

import { roles } from "@archipel/contracts/members.ts";
import type { Given } from "@archipel/contracts/organisations.ts";
import { GIVEN_NOTHING } from "@archipel/contracts/organisations.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { procedures as declared } from "../app-procedures.ts";
import { protocols } from "../http/routes.ts";
import { type Call, nameOf, procedureCall, routeCall } from "../testing/matrix-calls.ts";
import { GIVEN_ALL, newOrganisation } from "../testing/organisation-world.ts";
import { bearerOf } from "../testing/permission-world.ts";
import { buildRouteWorld, type RouteWorld } from "../testing/route-world.ts";
import { delegationOf, type Permission, permissions } from "./permissions.ts";

// Every procedure and every route × people of organisations, on data for members, with valid inputs. What a community gives opens the permissions
// that declare it; reading opens, besides, what a member reads. Everything else is the answer of a stranger.

const WRITTEN = /^(POST|PUT|PATCH|DELETE) \/ogc\/collections\//;

interface Case {
  name: string;
  userId: string;
  /** What is in force for this person. */
  has: ReadonlySet<"reading" | "members" | "grants">;
}

let database: Database;
let world: RouteWorld;
let cases: Case[];
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildRouteWorld(database, { visibility: "members" });
  cases = await buildCases();
});
afterAll(async () => {
  await world.close();
  await database.close();
});

async function buildCases(): Promise<Case[]> {
  const made: Case[] = [];
  const add = async (name: string, role: "reader" | "manager", given: Given | null, has: readonly ("reading" | "members" | "grants")[]) => {
    const { id } = await createUser(database);
    const organisationId = await newOrganisation(database, {
      people: { [id]: role },
      communities: given ? { [world.communityId]: given } : {},
    });
    made.push({ name: `${role}: ${name}`, userId: id, has: new Set(has) });
    return { id, organisationId };
  };
  for (const role of ["reader", "manager"] as const) {
    await add("nothing", role, GIVEN_NOTHING, []);
    await add("reading", role, { ...GIVEN_NOTHING, reading: true }, ["reading"]);
    await add("figures", role, { ...GIVEN_NOTHING, figures: true }, []);
    await add("members", role, { ...GIVEN_NOTHING, membersUpTo: "contributor" }, role === "manager" ? ["members"] : []);
    await add("grants", role, { ...GIVEN_NOTHING, grants: true }, role === "manager" ? ["grants"] : []);
  }
  const set = (organisationId: string, data: object) =>
    database.withSystem((tx) => tx.organisationAgreement.updateMany({ where: { organisationId }, data }));
  const ended = await add("an ended agreement", "manager", GIVEN_ALL, []);
  await set(ended.organisationId, { endedAt: new Date(), endedBy: "community" });
  const proposed = await add("a proposal", "manager", GIVEN_ALL, []);
  await set(proposed.organisationId, { agreedAt: null });
  await add("another organisation", "manager", null, []);
  const shutOut = await add("a suspended member", "manager", GIVEN_ALL, []);
  await addMember(database, world.communityId, shutOut.id, "manager", "suspended");
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE id = $1::uuid)", [world.users.stranger]),
  );
  return made;
}

/** What tells a member from somebody who only reads. */
const OF_MEMBERS: Readonly<Record<string, string>> = { "notifications.savePreference": "NOT_FOUND community-not-found" };
/** A person that the community suspended is refused what strangers may do. */
const OF_SUSPENDED: Readonly<Record<string, string>> = { "requests.send": "FORBIDDEN requests-closed" };

const permissionNames = Object.keys(permissions) as Permission[];

describe("procedures", () => {
  it.each(declared.map(({ path, type, permission }) => ({ path, type, permission })))("$path", async ({ path, type, permission }) => {
    const known = permissionNames.find((one) => one === permission);
    if (!known) throw new Error(`${path} has no permission`);
    await check(path, known, procedureCall(path, type));
  });
});

const lines = protocols.flatMap(({ routes }) => routes.map((line) => ({ name: nameOf(line), line })));
describe("routes", () => {
  it.each(lines)("$name", async ({ name, line }) => {
    await check(name, line.permission, routeCall(name, line));
  });
});

async function check(name: string, permission: Permission, call: Call): Promise<void> {
  const as = (caller: "stranger" | "member") => call({ as: caller, token: bearerOf(world, caller) }, world);
  const stranger = await as("stranger");
  const isOfRole = roles.some((role) => role === permissions[permission].audience);
  // A member's answer only matters where roles do not decide.
  const member = isOfRole ? stranger : await as("member");
  const outcomes: Record<string, string> = {};
  const expected: Record<string, string> = {};
  for (const { name: who, userId, has } of cases) {
    const delegation = delegationOf(permission);
    outcomes[who] = await call({ as: "stranger", token: userId }, { ...world, users: { ...world.users, stranger: userId } });
    // Who sees a layer learns who may write to it.
    const learns = has.has("reading") && WRITTEN.test(name) ? "403 contributors-only" : undefined;
    const shutOut = who === "manager: a suspended member" ? OF_SUSPENDED[name] : undefined;
    expected[who] =
      shutOut ??
      learns ??
      (delegation !== null && has.has(delegation) ? "allowed" : has.has("reading") && !isOfRole ? (OF_MEMBERS[name] ?? member) : stranger);
  }
  expect(outcomes).toEqual(expected);
}

it("closes all at once with the community", async () => {
  const { communityId } = world;
  await database.withSystem((tx) => tx.community.update({ where: { id: communityId }, data: { status: "suspended" } }));
  for (const { path, type, permission } of declared) {
    const known = permissionNames.find((one) => one === permission);
    if (!known || delegationOf(known) === null) continue;
    const call = procedureCall(path, type);
    for (const { name, userId } of cases)
      expect([path, name, await call({ as: "stranger", token: userId }, world)]).toEqual([path, name, "NOT_FOUND community-not-found"]);
  }
  const seen = await Promise.all(
    cases.map(({ userId }) => database.withTenant({ userId, communityId: null }, (tx) => tx.dataset.count({ where: { communityId } }))),
  );
  expect(new Set(seen)).toEqual(new Set([0]));
});
