import { randomUUID } from "node:crypto";
import { reportSchema } from "@archipel/answers/report/report.ts";
import { type AlertContent, alertContent, createAlertInput, publishAlertInput, saveAlertInput } from "@archipel/contracts/alerts.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { comb } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { visitPortal } from "../../gate/visit-portal.ts";
import { type RunningReaders, startReaders } from "../../jobs/outbox/run-readers.ts";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import { publicContent } from "../../kernel/public-content.ts";
import { createServer } from "../../server.ts";
import { assertAtom } from "../../testing/atom-reader.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { type AnswersWorld, addLayer, buildAnswersWorld, placeAt, polygon, square, standard } from "../answers/testing/answers-world.ts";
import { askToFollow, confirmFollow, confirmToken } from "../follows/guests/service.ts";
import { addFollow } from "../follows/service/keep.ts";
import { sendDueMails } from "../notifications/delivery/send-mails.ts";
import { codeOf } from "../site/testing/site-world.ts";
import { createAlert, getAlert, removeAlert, saveAlert } from "./service/drafts.ts";
import { keepAlerts, keptAlerts, reachOf } from "./service/keep.ts";
import { cancelAlert, endAlert, publishAlert } from "./service/publish.ts";
import { alertsHere, currentAlerts, listAlerts, readAlert } from "./service/read.ts";

let database: Database;
let world: AnswersWorld;
let core: TestCore;
let readers: RunningReaders;
let server: FastifyInstance;
let manager: MemberActor;
let portalId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  core = world.core as TestCore;
  ({ portalId } = world);
  const { id: userId } = await createUser(database);
  const { communityId } = await visitPortal(core, anonymous, portalId, "127.0.0.1");
  await database.withSystem((tx) => tx.membership.create({ data: { communityId, userId, role: "manager", status: "active" } }));
  manager = { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
  await addLayer(world, {
    fields: ["TYPEZONE", "LIBELLE"],
    features: [{ geometry: polygon(square(0, 0, 1_000)), values: ["U", "Ua"] }],
    declared: standard("cnig-plu-2017", "ZONE_URBA"),
  });
  readers = await startReaders(core);
  server = await createServer(core);
});
beforeEach(async () => {
  core.sentMails.length = 0;
  await database.withSystem(async (tx) => {
    await tx.notice.deleteMany({});
    await tx.follow.deleteMany({});
    await tx.guestFollow.deleteMany({});
    await tx.alert.deleteMany({});
  });
  await keepAlerts(core, manager, { communityId: manager.communityId, portalId, isKept: true });
});
afterAll(async () => {
  await readers.stop();
  await server.close();
  await database.close();
});

const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
const content = (more: Partial<AlertContent> = {}) =>
  alertContent.parse({ level: "vigilance", title: { fr: "Crue", en: "Flood" }, ...more });
const draft = (more: Partial<AlertContent> = {}) =>
  createAlert(core, manager, createAlertInput.parse({ communityId: manager.communityId, portalId, content: content(more) }));
const publish = (alertId: string, basedOn: number, more: object = {}, now = new Date()) =>
  publishAlert(core, manager, publishAlertInput.parse({ communityId: manager.communityId, alertId, basedOn, ...more }), now);
const issue = async (more: Partial<AlertContent> = {}, options: object = {}) => {
  const made = await draft(more);
  return publish(made.id, made.revision, options);
};
const closing = (alertId: string, more: object = {}) => ({ communityId: manager.communityId, alertId, isSent: true, note: "", ...more });
const current = async () => (await currentAlerts(core, portalId)).inForce.map(({ title }) => title.fr);

/** An area of 200 m around a place of the portal, in degrees. */
async function around(x: number, y: number) {
  const { lon = 0, lat = 0 } = (await placeAt(world, x, y)) as { lon?: number; lat?: number };
  const [west, east, south, north] = [lon - 0.001, lon + 0.001, lat - 0.001, lat + 0.001];
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { kind: "drawn", geometry: { type: "Polygon", coordinates: [ring] }, name: { fr: "Le bas port" } } as AlertContent["area"];
}

describe("alerts of a portal", () => {
  it("are not spoken of where nobody keeps them", async () => {
    await issue();
    await keepAlerts(core, manager, { communityId: manager.communityId, portalId, isKept: false });
    expect(await currentAlerts(core, portalId)).toEqual({ checkedAt: null, inForce: [], changesAt: null });
    expect(await listAlerts(core, portalId, 0)).toMatchObject({ checkedAt: null, inForce: [], past: [] });
    const other = await draft();
    expect(await codeOf(publish(other.id, other.revision))).toBe("alerts-not-kept");
  });

  it("are planned, in force, ended by their period, without a job", async () => {
    const made = await draft({ from: hours(1), until: hours(3) });
    await publish(made.id, made.revision);
    const first = await listAlerts(core, portalId, 0);
    const second = await listAlerts(core, portalId, 0, hours(2));
    const later = await listAlerts(core, portalId, 0, hours(3));
    expect(first.planned).toHaveLength(1);
    expect(second.inForce).toHaveLength(1);
    expect(later).toMatchObject({ inForce: [], planned: [], past: [{ state: "ended" }] });
    // Pages that are kept are drawn again at these moments.
    expect([first, second, later].map(({ changesAt }) => changesAt?.getTime() ?? null)).toEqual([
      first.planned[0]?.startsAt.getTime(),
      second.inForce[0]?.endsAt?.getTime(),
      null,
    ]);
    expect(await current()).toEqual([]);
  });

  it("are read again by another process that hears of a change, before its own memory is old", async () => {
    const other = await createTestCore(database);
    expect((await currentAlerts(other, portalId)).inForce).toEqual([]);
    await issue({ title: { fr: "Crue" } });
    publicContent(other).changed([portalId]);
    expect((await currentAlerts(other, portalId)).inForce.map(({ title }) => title.fr)).toEqual(["Crue"]);
  });

  it("come by gravity, and a draft is nobody's", async () => {
    await issue({ level: "information", title: { fr: "Info" } });
    await issue({ level: "emergency", title: { fr: "Urgence" } });
    await draft({ title: { fr: "Brouillon" } });
    expect(await current()).toEqual(["Urgence", "Info"]);
  });

  it("are corrected by a new revision, which is said, and ended or cancelled into the history", async () => {
    const made = await issue();
    const saved = await saveAlert(
      core,
      manager,
      saveAlertInput.parse({
        communityId: manager.communityId,
        alertId: made.id,
        basedOn: made.revision,
        content: content({ level: "alert" }),
      }),
    );
    expect(saved.hasChanges).toBe(true);
    expect((await currentAlerts(core, portalId)).inForce[0]?.level, "a draft changes nothing").toBe("vigilance");
    await publish(made.id, saved.revision, { note: "Le niveau monte." });
    const read = await readAlert(core, portalId, made.id);
    expect(read).toMatchObject({ level: "alert", correctedAt: expect.any(Date) });
    expect(read?.history.map(({ kind, level, note }) => [kind, level, note])).toEqual([
      ["first", "vigilance", ""],
      ["correction", "alert", "Le niveau monte."],
    ]);
    await endAlert(core, manager, closing(made.id));
    expect(await current()).toEqual([]);
    expect(await codeOf(cancelAlert(core, manager, closing(made.id)))).toBe("alert-not-in-force");
    const wrong = await issue({ title: { fr: "Fausse" } });
    await cancelAlert(core, manager, closing(wrong.id));
    expect((await listAlerts(core, portalId, 0)).past.map(({ state }) => state).sort()).toEqual(["cancelled", "ended"]);
    expect(await codeOf(removeAlert(core, manager, wrong.id))).toBe("alert-published");
  });

  it("refuses a draft that somebody changed, a period that is over, no title, and a crossed outline", async () => {
    const made = await draft();
    await saveAlert(
      core,
      manager,
      saveAlertInput.parse({ communityId: manager.communityId, alertId: made.id, basedOn: 1, content: content() }),
    );
    expect(await codeOf(publish(made.id, 1))).toBe("alert-changed");
    for (const [more, code] of [
      [{ until: hours(-1), from: hours(-2) }, "alert-until-past"],
      [{ until: hours(1), from: hours(2) }, "alert-until-before"],
      [{ title: { en: "Flood" } }, "alert-title-missing"],
    ] as const) {
      const wrong = await draft(more);
      expect(await codeOf(publish(wrong.id, wrong.revision))).toBe(code);
    }
    const bow: [number, number][] = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ];
    const crossed = await draft({ area: { kind: "drawn", geometry: { type: "Polygon", coordinates: [bow] }, name: {} } });
    expect(await codeOf(publish(crossed.id, crossed.revision))).toBe("alert-area-invalid");
    const teeth = comb(3_200).map(([x, y]): [number, number] => [x / 100, y / 100]);
    const costly = await draft({ area: { kind: "drawn", geometry: { type: "Polygon", coordinates: [teeth] }, name: {} } });
    expect(await codeOf(publish(costly.id, costly.revision))).toBe("shape-too-crossed");
    const unknown = await draft({ area: { kind: "communes", communes: [{ code: "99999", name: "Nulle part" }] } });
    expect(await codeOf(publish(unknown.id, unknown.revision))).toBe("alert-commune-unknown");
  });

  it("are nobody's of another community", async () => {
    const made = await issue();
    const { id: communityId } = await createCommunity(database);
    const { id: userId } = await createMember(database, communityId, "manager");
    const stranger: MemberActor = { ...manager, userId, communityId };
    expect(await codeOf(getAlert(core, stranger, made.id))).toBe("alert-not-found");
    expect(await codeOf(endAlert(core, stranger, closing(made.id)))).toBe("alert-not-found");
    expect(await codeOf(keptAlerts(core, stranger, portalId))).toBe("portal-not-found");
  });
});

describe("an answer", () => {
  it("names the alerts in force at its place", async () => {
    await issue({ title: { fr: "Ici" }, area: await around(50, 50) });
    await issue({ title: { fr: "Partout" } });
    const visit = await visitPortal(core, anonymous, portalId, "127.0.0.1");
    const at = async (x: number, y: number) => {
      const place = (await placeAt(world, x, y)) as never;
      return (await alertsHere(core, visit, { portalId, place, locale: "fr" })).map(({ title }) => title.fr);
    };
    expect((await at(50, 50)).sort()).toEqual(["Ici", "Partout"]);
    expect(await at(900, 900)).toEqual(["Partout"]);
    const { lon, lat } = (await placeAt(world, 50, 50)) as { lon: number; lat: number };
    const json = async () => (await server.inject({ url: `/report?portal=${portalId}&lon=${lon}&lat=${lat}&lang=fr` })).json();
    const report = await json();
    expect(
      reportSchema
        .parse(report)
        .alerts?.map(({ title }) => title)
        .sort(),
    ).toEqual(["Ici", "Partout"]);
    const tagOf = async () => {
      const accept = { accept: "application/pdf" };
      const printed = await server.inject({ url: `/report?portal=${portalId}&lon=${lon}&lat=${lat}&lang=fr`, headers: accept });
      expect(printed.headers["content-type"]).toBe("application/pdf");
      return printed.headers.etag;
    };
    const before = await tagOf();
    expect(await tagOf()).toBe(before);
    await issue({ title: { fr: "Nouvelle" } });
    expect(await tagOf(), "a PDF with other alerts is another PDF").not.toBe(before);
    await keepAlerts(core, manager, { communityId: manager.communityId, portalId, isKept: false });
    expect(await json()).not.toHaveProperty("alerts");
  });
});

describe("followers of alerts", () => {
  const noticesOf = (where: object = {}) =>
    database.withSystem((tx) => tx.notice.findMany({ where: { subjectType: "alert", ...where }, orderBy: { createdAt: "asc" } }));
  const newPerson = async (locale: "fr" | "en") => {
    const { id: userId } = await createUser(database);
    await database.withSystem((tx) => tx.user.update({ where: { id: userId }, data: { locale } }));
    return { ...anonymous, userId };
  };
  const visit = (network = "127.0.0.1") => visitPortal(core, anonymous, portalId, network);

  it("are those of the portal and of the places in the area: each once for each revision, in their language", async () => {
    const place = (x: number, y: number) => placeAt(world, x, y) as Promise<never>;
    const [inside, outside, both] = [await newPerson("fr"), await newPerson("fr"), await newPerson("en")];
    await addFollow(core, inside, { portalId, subject: { kind: "place", place: await place(50, 50) }, locale: "fr" }, await visit());
    await addFollow(core, outside, { portalId, subject: { kind: "place", place: await place(900, 900) }, locale: "fr" }, await visit());
    await addFollow(core, both, { portalId, subject: { kind: "place", place: await place(60, 60) }, locale: "en" }, await visit());
    await addFollow(core, both, { portalId, subject: { kind: "alerts" }, locale: "en" }, await visit());
    const email = `${randomUUID()}@example.org`;
    await askToFollow(core, await visit("192.0.2.9"), { subject: { kind: "place", place: await place(40, 40) }, email, locale: "fr" });
    const [guest] = await database.withSystem((tx) => tx.guestFollow.findMany({ where: { email } }));
    await confirmFollow(core, confirmToken(core.env, guest?.id ?? ""));
    const area = await around(50, 50);
    expect(await reachOf(core, manager, { communityId: manager.communityId, portalId, area })).toEqual({ people: 3 });

    const made = await issue({ area, isExercise: true });
    database.notifier.signal();
    await expect.poll(() => noticesOf()).toHaveLength(3);
    expect((await noticesOf()).map(({ personId, email: to }) => personId ?? to).sort()).toEqual([inside.userId, both.userId, email].sort());
    await sendDueMails(core);
    const mails = core.sentMails.filter(({ subject }) => /Vigilance/.test(subject));
    expect(mails.map(({ subject }) => subject.split(" – ").slice(0, 2).join(" – ").replaceAll("\u00a0", " ")).sort()).toEqual([
      "Exercice – Vigilance : Crue",
      "Exercice – Vigilance : Crue",
      "Exercise – Vigilance: Flood",
    ]);
    expect(mails.every(({ text }) => text.includes(`/alerts/${made.id}`))).toBe(true);
    const state = await getAlert(core, manager, made.id);
    expect(state.sendings).toMatchObject([{ kind: "first", reached: 3, mailed: 3, waiting: 0 }]);

    const stop = new URL(mails.find(({ to }) => to === email)?.unsubscribe ?? "");
    expect((await server.inject({ method: "POST", url: `${stop.pathname}${stop.search}` })).statusCode).toBe(200);
    await publish(made.id, made.revision, { note: "L’eau monte." });
    database.notifier.signal();
    await expect.poll(() => noticesOf({ kind: "alert-corrected" })).toHaveLength(2);
    const stopPlace = new URL(
      core.sentMails.find(({ subject, unsubscribe }) => subject.startsWith("Exercice") && unsubscribe)?.unsubscribe ?? "",
    );
    expect(stopPlace.pathname).toBe("/unfollow");
  });

  it("get nothing of a revision that is not to be sent, and nothing twice when the event is read again", async () => {
    const reader = await newPerson("fr");
    await addFollow(core, reader, { portalId, subject: { kind: "alerts" }, locale: "fr" }, await visit());
    const quiet = await issue({ title: { fr: "Muette" } }, { isSent: false });
    const loud = await issue({ title: { fr: "Dite" } });
    database.notifier.signal();
    await expect.poll(() => noticesOf()).toHaveLength(1);
    await database.withSystem(async (tx) => {
      await tx.notice.updateMany({ where: { subjectType: "alert" }, data: { readAt: new Date() } });
      const events = await tx.outboxEvent.findMany({ where: { topic: "alerts.published" } });
      // As if the process had died before it noted that the events were read.
      for (const { topic, communityId, payload } of events)
        await tx.outboxEvent.create({ data: { topic, communityId, payload: payload as object } });
    });
    const last = await issue({ title: { fr: "Dernière" } });
    database.notifier.signal();
    await expect.poll(async () => (await noticesOf({ readAt: null })).length).toBe(1);
    expect((await noticesOf()).map(({ params }) => (params as { title: string }).title.replaceAll("\u00a0", " "))).toEqual([
      "Vigilance : Dite",
      "Vigilance : Dernière",
    ]);
    expect((await getAlert(core, manager, quiet.id)).sendings).toMatchObject([{ isSent: false, reached: 0 }]);
    expect([loud.state, last.state]).toEqual(["in-force", "in-force"]);
  });
});

describe("for other programs", () => {
  it("there is a feed, and each alert as CAP 1.2", async () => {
    const made = await issue({ area: await around(50, 50), text: { fr: "Évitez les quais & le port, hauteur < 2 m." }, until: hours(5) });
    await publish(made.id, made.revision, { note: "Niveau revu" });
    const feed = await server.inject({ url: `/feeds/alerts.atom?portal=${portalId}&lang=fr` });
    const { entries } = assertAtom(feed.body);
    expect(entries.map(({ title }) => title.replaceAll("\u00a0", " "))).toEqual(["Vigilance : Crue"]);
    expect(feed.body).toContain(`/feeds/alerts/${made.id}.cap?portal=${portalId}`);
    const cap = await server.inject({ url: `/feeds/alerts/${made.id}.cap?portal=${portalId}` });
    expect(cap.headers["content-type"]).toBe("application/cap+xml; charset=utf-8");
    expect(cap.body).toContain("<msgType>Update</msgType>");
    expect(cap.body).toMatch(/<references>\S+,[0-9a-f-]{36},\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-00:00<\/references>/);
    expect(cap.body).toContain("<severity>Moderate</severity>");
    expect(cap.body).toContain("Évitez les quais &amp; le port, hauteur &lt; 2 m.");
    expect(cap.body).toMatch(/<sender>[a-z0-9.-]+<\/sender>/);
    expect(cap.body).toContain("<event>Vigilance</event>");
    const hidden = await draft();
    expect((await server.inject({ url: `/feeds/alerts/${hidden.id}.cap?portal=${portalId}` })).statusCode).toBe(404);
  });

  it("CAP names the event, its category and certainty, and frames the territory of a whole portal", async () => {
    const made = await issue({ event: "flood", certainty: "likely" });
    const { body } = await server.inject({ url: `/feeds/alerts/${made.id}.cap?portal=${portalId}` });
    expect(body).toContain("<category>Met</category>\n<event>Inondation</event>");
    expect(body).toContain("<certainty>Likely</certainty>");
    // A closed ring: its first corner is its last.
    expect(body).toMatch(/<polygon>(-?[\d.]+,-?[\d.]+)( -?[\d.]+,-?[\d.]+){3} \1<\/polygon>/);
  });
});
