import type { FollowSubject } from "@archipel/contracts/follows.ts";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { visitPortal } from "../../gate/visit-portal.ts";
import { type RunningReaders, startReaders } from "../../jobs/outbox/run-readers.ts";
import type { Person } from "../../kernel/actor.ts";
import { createServer } from "../../server.ts";
import type { TestCore } from "../../testing/test-core.ts";
import {
  type AnswersWorld,
  addLayer,
  buildAnswersWorld,
  giveArea,
  placeAt,
  polygon,
  square,
  standard,
} from "../answers/testing/answers-world.ts";
import { setDatasetStatus, updateDataset } from "../datasets/service.ts";
import { sendDueMails } from "../notifications/delivery/send-mails.ts";
import { listNotices } from "../notifications/service/notices.ts";
import { updatePortal } from "../portals/service.ts";
import { addFollow, followState, listFollows, stopFollow } from "./service/keep.ts";
import { editFeature } from "./testing/edit-feature.ts";

let database: Database;
let world: AnswersWorld;
let core: TestCore;
let readers: RunningReaders;
let layer: Awaited<ReturnType<typeof addLayer>>;
let here: FollowSubject & { kind: "place" };
let elsewhere: FollowSubject & { kind: "place" };
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  core = world.core as TestCore;
  layer = await addLayer(world, {
    fields: ["TYPEZONE", "LIBELLE"],
    features: [
      { geometry: polygon(square(0, 0, 100)), values: ["U", "Ua"] },
      { geometry: polygon(square(500, 0, 100)), values: ["N", "Na"] },
    ],
    declared: standard("cnig-plu-2017", "ZONE_URBA"),
  });
  [here, elsewhere] = [
    { kind: "place", place: await placeAt(world, 50, 50) },
    { kind: "place", place: await placeAt(world, 550, 50) },
  ] as [typeof here, typeof here];
  readers = await startReaders(core);
});
beforeEach(async () => {
  core.sentMails.length = 0;
  await database.withSystem(async (tx) => [await tx.notice.deleteMany({}), await tx.follow.deleteMany({})]);
});
afterAll(async () => {
  await readers.stop();
  await database.close();
});

const newPerson = async (): Promise<Person> => ({ userId: (await createUser(database)).id, isOperator: false, isSuspended: false });
const follow = async (person: Person, subject: FollowSubject) => {
  const { portalId } = world;
  return addFollow(core, person, { portalId, subject, locale: "fr" }, await visitPortal(core, person, portalId, "127.0.0.1"));
};
const kindsOf = async (person: Person) => (await listNotices(core, person, { limit: 30 })).items.map(({ kind }) => kind).sort();
const eventually = (person: Person, ...expected: string[]) => {
  database.notifier.signal();
  return expect.poll(() => kindsOf(person)).toEqual(expected.sort());
};

describe("follows", () => {
  test("are kept once, listed with their page, and stopped by their person alone", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const subject = { kind: "dataset", datasetId: layer.datasetId } as const;
    const { followId } = await follow(person, subject);
    expect(await follow(person, subject)).toEqual({ followId });
    await follow(person, here);
    await follow(person, { kind: "portal" });
    const listed = await listFollows(core, person, "en");
    expect(listed.map(({ kind }) => kind).sort()).toEqual(["dataset", "place", "portal"]);
    expect(listed.find(({ kind }) => kind === "place")?.url).toMatch(/\/en\/answer\?lon=[\d.]+&lat=[\d.]+$/);
    expect(await listFollows(core, other, "fr")).toEqual([]);
    await expect(stopFollow(core, other, followId)).rejects.toMatchObject({ code: "follow-not-found" });
    await stopFollow(core, person, followId);
    expect(await followState(core, person, { portalId: world.portalId, subject, locale: "fr" })).toEqual({ followId: null });
  });

  test("end with the account, and are at most 500", async () => {
    const person = await newPerson();
    const rows = Array.from({ length: 500 }, (_, n) => ({
      communityId: world.communityId,
      portalId: world.portalId,
      personId: person.userId,
      kind: "portal",
      subjectKey: String(n),
    }));
    await database.withSystem((tx) => tx.follow.createMany({ data: rows }));
    await expect(follow(person, here)).rejects.toMatchObject({ code: "follows-too-many" });
    await database.withSystem((tx) => tx.user.delete({ where: { id: person.userId } }));
    expect(await database.withSystem((tx) => tx.follow.count({ where: { personId: person.userId } }))).toBe(0);
  });

  test("need what the person may see", async () => {
    const hidden = await addLayer(world, { fields: ["x"], features: [], declared: {}, visibility: "members" });
    const person = await newPerson();
    await expect(follow(person, { kind: "dataset", datasetId: hidden.datasetId })).rejects.toMatchObject({ code: "dataset-not-found" });
  });
});

describe("people are notified", () => {
  test("of a place where a feature of the answer changed, not of another place; and of the dataset", async () => {
    const [neighbour, stranger, user] = [await newPerson(), await newPerson(), await newPerson()];
    await follow(neighbour, here);
    await follow(stranger, elsewhere);
    await follow(user, { kind: "dataset", datasetId: layer.datasetId });
    await editFeature(database, layer, 1, { libelle: "Ub" });
    await eventually(neighbour, "place-changed");
    await eventually(user, "dataset-updated");
    expect(await kindsOf(stranger)).toEqual([]);
    const [notice] = (await listNotices(core, neighbour, { limit: 1 })).items;
    expect(notice?.portalUrl).toMatch(/\/fr\/answer\?lon=/);
  });

  test("through grants only of edits that show something in their part", async () => {
    const zones = await addLayer(world, {
      fields: ["TYPEZONE", "LIBELLE"],
      features: [
        { geometry: polygon(square(0, 0, 100)), values: ["U", "Ua"] },
        { geometry: polygon(square(5_000, 0, 100)), values: ["N", "Na"] },
      ],
      declared: {},
      visibility: "private",
    });
    const subject = { kind: "dataset", datasetId: zones.datasetId } as const;
    const [inside, elsewhere, column, stranger] = [await newPerson(), await newPerson(), await newPerson(), await newPerson()];
    await giveArea(world, inside.userId, zones, { ring: square(-50, -50, 500) });
    await giveArea(world, elsewhere.userId, zones, { ring: square(4_900, -50, 500) });
    await giveArea(world, column.userId, zones, { ring: square(-50, -50, 500), columns: ["typezone"] });
    for (const person of [inside, elsewhere, column]) await follow(person, subject);
    await expect(follow(stranger, subject)).rejects.toMatchObject({ code: "dataset-not-found" });
    expect(await listFollows(core, inside, "fr")).toMatchObject([
      { kind: "dataset", label: expect.stringMatching(/./), url: expect.stringContaining("/catalogue/") },
    ]);
    await editFeature(database, zones, 1, { typezone: "U", libelle: "Ub" });
    await eventually(inside, "dataset-updated");
    await editFeature(database, zones, 2, { typezone: "N", libelle: "Nb" });
    await eventually(elsewhere, "dataset-updated");
    expect(await kindsOf(column)).toEqual([]);
    await editFeature(database, zones, 1, { typezone: "AUc", libelle: "Ub" });
    await eventually(column, "dataset-updated");
    // A right that ended tells nothing more, and opens no new follow.
    await database.withSystem((tx) => tx.notice.deleteMany({}));
    await database.sqlAs({ role: "system" }, (sql) =>
      sql.query("UPDATE grants SET revoked_at = now() WHERE user_id = $1::uuid", [inside.userId]),
    );
    await editFeature(database, zones, 1, { typezone: "U", libelle: "Ub" });
    await eventually(column, "dataset-updated");
    expect(await kindsOf(inside)).toEqual([]);
    const [kept] = await listFollows(core, inside, "fr");
    expect(kept).toMatchObject({ label: "", url: null });
    await stopFollow(core, inside, kept?.id ?? "");
    await expect(follow(inside, subject)).rejects.toMatchObject({ code: "dataset-not-found" });
  });

  test("the database lets nobody follow through grants what these do not open, or for another", async () => {
    const hidden = await addLayer(world, { fields: ["x"], features: [], declared: {}, visibility: "private" });
    const [person, other] = [await newPerson(), await newPerson()];
    await giveArea(world, person.userId, hidden, { ring: null });
    const insert = (role: "lens" | "tenant", who: Person, whose: Person, kind = "dataset") =>
      database.sqlAs({ role, userId: who.userId, communityId: null }, (sql) =>
        sql.query(
          `INSERT INTO follows (id, community_id, portal_id, person_id, kind, dataset_id, label, subject_key)
           VALUES (gen_random_uuid(), $1::uuid, $2::uuid, $3::uuid, $4, $5::uuid, '', $5)`,
          [world.communityId, world.portalId, whose.userId, kind, hidden.datasetId],
        ),
      );
    await expect(insert("tenant", person, person)).rejects.toThrow(/row-level security/);
    await expect(insert("lens", other, other)).rejects.toThrow(/row-level security/);
    await expect(insert("lens", person, other)).rejects.toThrow(/row-level security/);
    await expect(insert("lens", person, person, "portal")).rejects.toThrow();
    await insert("lens", person, person);
  });

  test("of a new description, not of a change that says nothing to them", async () => {
    const person = await newPerson();
    await follow(person, { kind: "dataset", datasetId: layer.datasetId });
    await updateDataset(core, world.manager, layer.datasetId, { isShared: true });
    await updateDataset(core, world.manager, layer.datasetId, { abstract: "Nouveau résumé" });
    await eventually(person, "dataset-described");
  });

  test("of a dataset that is new on the portal, unless they may not read it", async () => {
    const person = await newPerson();
    await follow(person, { kind: "portal" });
    const open = await addLayer(world, { fields: ["x"], features: [], declared: {} });
    const closed = await addLayer(world, { fields: ["x"], features: [], declared: {}, visibility: "members" });
    const setStatus = (id: string, status: "draft" | "published") => setDatasetStatus(core, world.manager, id, status);
    for (const { datasetId } of [closed, open]) {
      await setStatus(datasetId, "draft");
      await setStatus(datasetId, "published");
    }
    await eventually(person, "dataset-added");
    const listed = await database.withSystem((tx) => tx.portalDataset.findMany({ where: { portalId: world.portalId } }));
    const datasets = listed.map(({ datasetId }) => ({ datasetId, isVisible: true }));
    const others = datasets.filter(({ datasetId }) => datasetId !== open.datasetId);
    await database.withSystem((tx) => tx.notice.deleteMany({}));
    const call = { communityId: world.communityId, portalId: world.portalId };
    await updatePortal(core, world.manager, { ...call, datasets: others });
    await updatePortal(core, world.manager, { ...call, datasets });
    await eventually(person, "dataset-added");
  });

  test("by a mail whose link stops it without signing in, after a question", async () => {
    const person = await newPerson();
    await follow(person, here);
    await editFeature(database, layer, 1, { libelle: "Uc" });
    await eventually(person, "place-changed");
    await sendDueMails(core);
    const [mail] = core.sentMails;
    expect(mail?.text).toContain("Ne plus suivre");
    expect(mail?.unsubscribe).toMatch(/\/unfollow\?t=/);
    const { pathname, search } = new URL(mail?.unsubscribe ?? "");
    const app = await createServer(core);
    const asked = await app.inject(`${pathname}${search}`);
    expect([asked.statusCode, asked.body.includes("<form"), (await listFollows(core, person, "fr")).length]).toEqual([200, true, 1]);
    const clicked = await app.inject({
      method: "POST",
      url: `${pathname}${search}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "List-Unsubscribe=One-Click",
    });
    expect([clicked.statusCode, await listFollows(core, person, "fr")]).toEqual([200, []]);
    expect((await app.inject("/unfollow?t=abc")).statusCode).toBe(404);
    await app.close();
  });
});
