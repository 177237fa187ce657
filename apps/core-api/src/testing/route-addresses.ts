import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { findingLevel } from "@archipel/contracts/checks.ts";
import { contentKeyOf, siteKeyOf } from "@archipel/session/client-keys.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { reportAt } from "../modules/answers/service/report.ts";
import { confirmToken } from "../modules/follows/guests/service.ts";
import { stopOfNotice } from "../modules/follows/service/stop.ts";
import { newRecoveryCodes } from "../modules/identity/second-factor/policy.ts";
import { replaceRecoveryCodes } from "../modules/identity/second-factor/queries.ts";
import { issueCode } from "../modules/identity/service/one-time-codes.ts";
import { requestPasswordReset } from "../modules/identity/service/reset-password.ts";
import { requestAccount } from "../modules/identity/service/sign-up.ts";
import { attachmentAddresses } from "./attachment-addresses.ts";
import { bearer } from "./bearer.ts";
import { heightAddresses } from "./height-addresses.ts";
import { outsideAddresses } from "./outside-addresses.ts";
import { passkeyAddresses } from "./passkey-addresses.ts";
import { publishedAlert } from "./permission-inputs/alerts.ts";
import { offerAnswers } from "./permission-inputs/answers.ts";
import { type Caller, demoPassword } from "./permission-world.ts";
import { portalAddresses } from "./portal-addresses.ts";
import { newReport, newReportFile } from "./report-world.ts";
import {
  fromHub,
  HubBrowser,
  managersEmail,
  newReceiving,
  newUploadWithFiles,
  type OwnKeyCaller,
  type RouteWorld,
  sessionToken,
  signedInBrowser,
} from "./route-world.ts";
import { newRepairable, newRun } from "./upload-world.ts";

export type RouteCaller = Caller | OwnKeyCaller;

export interface Address {
  url: string;
  /** The first method of the route by default. */
  method?: string;
  headers?: Record<string, string>;
  body?: NonNullable<RequestInit["body"]>;
  /** Replaces the caller's credential. */
  token?: string;
  /** Whether a call that only reads uses it up, as a browser that comes back with a code does. */
  isUsedUp?: true;
}

export type AddressOf = (world: RouteWorld, caller: RouteCaller) => Address | Promise<Address>;

const at =
  (url: string): AddressOf =>
  () => ({ url });

/** A page of a sign-in that this browser started at the portal. */
const ofStep =
  (
    page: string | ((world: RouteWorld) => Promise<string>),
    values?: (world: RouteWorld) => Promise<Record<string, string>> | Record<string, string>,
  ): AddressOf =>
  async (world) => {
    const browser = new HubBrowser(world);
    const url = `${await browser.beginAtPortal()}${typeof page === "string" ? page : await page(world)}`;
    const headers = { cookie: browser.cookie, ...fromHub };
    return values ? { url, headers, body: new URLSearchParams(await values(world)) } : { url, headers };
  };

const consent: AddressOf = async (world) => {
  const { browser } = await signedInBrowser(world);
  const url = `${await browser.beginAtApplication()}/consent`;
  return { url, headers: { cookie: browser.cookie, ...fromHub }, body: new URLSearchParams({ answer: "yes" }) };
};

const brand = { name: "Archipel", accent: "#000000", onAccent: "#ffffff" };

/** The code of a link that confirms a new account. */
async function confirmCode({ core }: RouteWorld): Promise<string> {
  let found = "";
  const link = (code: string) => {
    found = code;
    return "http://localhost/";
  };
  const person = { email: `${randomUUID()}@example.org`, name: "Camille", locale: "fr" as const, brand };
  await requestAccount(core, { ...person, confirmLink: link, signInLink: "http://localhost/" });
  return found;
}

/** The code of a link that sets another password for the manager. */
async function resetCode(world: RouteWorld): Promise<string> {
  let found = "";
  const resetLink = (code: string) => {
    found = code;
    return "http://localhost/";
  };
  await requestPasswordReset(world.core, { email: await managersEmail(world), locale: "fr", brand, resetLink });
  return found;
}

/** The code of a mail's link about the address of a new account. */
async function addressCode({ database }: RouteWorld, purpose: "address" | "undo"): Promise<string> {
  const { id } = await createUser(database);
  return database.withSystem((tx) => issueCode(tx, id, purpose, `${randomUUID()}@example.org`));
}

const ofAddress =
  (act: "confirm" | "undo"): AddressOf =>
  async (world) => {
    const code = await addressCode(world, act === "confirm" ? "address" : "undo");
    return { url: `/hub/address/${act}`, headers: { ...fromHub }, body: new URLSearchParams({ code }) };
  };

/** The code with which a person keeps an account that is about to be deleted. */
/** A person who typed the password, and a recovery code of theirs. */
async function secondFactorTicket({ core, database }: RouteWorld): Promise<Record<string, string>> {
  const { id: userId } = await createUser(database);
  const { codes, hashes } = newRecoveryCodes(core);
  return database.withSystem(async (tx) => {
    await tx.secondFactor.create({ data: { userId, sealedSecret: {}, confirmedAt: new Date() } });
    await replaceRecoveryCodes(tx, userId, hashes);
    return { ticket: await issueCode(tx, userId, "second-factor"), recovery: codes[0] ?? "" };
  });
}

async function keepCode({ database }: RouteWorld): Promise<Record<string, string>> {
  const { id } = await createUser(database);
  const deletionAt = new Date(Date.now() + 60_000);
  return database.withSystem(async (tx) => {
    await tx.user.update({ where: { id }, data: { status: "leaving", deletionAt } });
    return { code: await issueCode(tx, id, "keep") };
  });
}

const newMail = async ({ database }: RouteWorld) =>
  (
    await database.withSystem((tx) =>
      tx.mail.create({ data: { recipient: "a@example.org", subject: "Bonjour", html: "<head></head>", text: "" } }),
    )
  ).id;

const ofUpload =
  (file: string): AddressOf =>
  async (world) => ({ url: `/downloads/uploads/${await newUploadWithFiles(world)}/${file}` });

const levels = Object.fromEntries(findingLevel.options.map((level) => [level, 0]));
const verdict = { delivery: "lieux", ran: true, failure: null, conforms: true, levels, files: 1, tables: 1, rows: 2 };

const ofCheck =
  (format: string): AddressOf =>
  async (world) => {
    const id = await newRepairable(world);
    await world.database.withSystem((tx) => tx.check.update({ where: { id }, data: { verdict } }));
    return { url: `/checks/${id}/report.${format}` };
  };

const ofLayer =
  (format: string): AddressOf =>
  ({ layerId }) => ({ url: `/downloads/${layerId}.${format}` });

const ofCollection =
  (rest: string, more: Omit<Address, "url"> = {}): AddressOf =>
  ({ layerId }) => ({ url: `/ogc/collections/${layerId}${rest}`, ...more });

const feature = (nom: string) =>
  JSON.stringify({ type: "Feature", geometry: { type: "Point", coordinates: [2, 46] }, properties: { nom } });
const asFeature = { "content-type": "application/geo+json" };

/** A feature that the call may delete. */
async function newFeature({ url, layerId, secrets }: RouteWorld): Promise<string> {
  const headers = { ...asFeature, ...bearer(secrets.producingKey) };
  const response = await fetch(`${url}/ogc/collections/${layerId}/items`, { method: "POST", headers, body: feature("Éphémère") });
  return new URL(response.headers.get("location") ?? "").pathname;
}

const tus = { "tus-resumable": "1.0.0" };
const userOf = ({ users }: RouteWorld, caller: RouteCaller) =>
  caller === "ownReadingKey" || caller === "ownContributingKey" ? users.contributor : users[caller];
const ofReceiving =
  (headers: Record<string, string> = {}, body?: string): AddressOf =>
  async (world, caller) => ({
    url: `/uploads/${await newReceiving(world, userOf(world, caller))}`,
    headers: { ...tus, ...headers },
    ...(body !== undefined && { body }),
  });

/** The link of a mail, for a person and a portal. */
function stopUrl({ core, portal, users }: RouteWorld): string {
  const notice = { personId: users.member ?? portal.id, kind: "dataset-added", subjectId: portal.id, portalId: portal.id };
  const link = new URL(stopOfNotice(core.env, { ...notice, portalHost: portal.host, locale: "fr" }) ?? "");
  return `${link.pathname}${link.search}`;
}

/** The address in the mail to a guest who wants to follow a place. */
async function followUrl({ core, portal, communityId }: RouteWorld): Promise<string> {
  const id = randomUUID();
  await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `INSERT INTO guest_follows (id, community_id, portal_id, email, locale, place, label, shape, subject_key)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $1 || '@example.org', 'fr', '{}', 'x', 'SRID=4326;POINT(2 46)', 'x')`,
      [id, communityId, portal.id],
    ),
  );
  return `/follow?${new URLSearchParams({ t: confirmToken(core.env, id) })}`;
}

export const addresses: Record<string, AddressOf> = {
  "GET /health": at("/health"),
  "GET /ready": at("/ready"),
  "GET /metrics": at("/metrics"),

  "ANY /trpc/:path": at("/trpc/access.ownKey"),

  "ANY /oidc/*": at("/oidc/.well-known/openid-configuration"),
  "GET /hub/assets/hub.css": at("/hub/assets/hub.css"),
  "GET /hub/assets/theme.css": at("/hub/assets/theme.css"),
  "GET /hub/assets/logo.svg": at("/hub/assets/logo.svg"),
  "GET /hub/assets/fonts/:id.woff2": at("/hub/assets/fonts/inter.woff2"),
  "GET /hub/steps/:uid": ofStep(""),
  "POST /hub/steps/:uid/sign-in": ofStep("/sign-in", async (world) => ({ email: await managersEmail(world), password: demoPassword })),
  "POST /hub/steps/:uid/consent": consent,
  "POST /hub/steps/:uid/second-factor": ofStep("/second-factor", secondFactorTicket),
  "POST /hub/steps/:uid/keep": ofStep("/keep", keepCode),
  "GET /hub/address/confirm": async (world) => ({ url: `/hub/address/confirm?code=${await addressCode(world, "address")}` }),
  "POST /hub/address/confirm": ofAddress("confirm"),
  "GET /hub/address/undo": async (world) => ({ url: `/hub/address/undo?code=${await addressCode(world, "undo")}` }),
  "POST /hub/address/undo": ofAddress("undo"),
  "GET /communities/:communityId/exports/:exportId": async ({ database, core, communityId }) => {
    const { key, size } = await core.storage.put(Readable.from([Buffer.from("PK")]));
    const ready = { requestedById: randomUUID(), objectKey: key, size, expiresAt: new Date(Date.now() + 60_000) };
    const { id } = await database.withSystem((tx) => tx.communityExport.create({ data: { communityId, ...ready } }));
    return { url: `/communities/${communityId}/exports/${id}` };
  },
  "POST /community-imports": () => ({ url: "/community-imports?name=a.zip", headers: { "content-type": "application/zip" }, body: "PK" }),
  "GET /account/exports/:exportId": async (world, caller) => {
    const userId = userOf(world, caller) ?? (await createUser(world.database)).id;
    const ready = { status: "ready", archive: new Uint8Array([80, 75]), expiresAt: new Date(Date.now() + 60_000) };
    const { id } = await world.database.withSystem((tx) => tx.accountExport.create({ data: { userId, clientId: "", ...ready } }));
    return { url: `/account/exports/${id}` };
  },
  "GET /hub/steps/:uid/sign-up": ofStep("/sign-up"),
  "POST /hub/steps/:uid/sign-up": ofStep("/sign-up", () => ({ name: "Camille", email: `${randomUUID()}@example.org` })),
  "GET /hub/steps/:uid/forgot": ofStep("/forgot"),
  "POST /hub/steps/:uid/forgot": ofStep("/forgot", () => ({ email: `${randomUUID()}@example.org` })),
  "GET /hub/steps/:uid/sent": ofStep("/sent"),
  "GET /hub/steps/:uid/confirm": ofStep(async (world) => `/confirm?code=${await confirmCode(world)}`),
  "POST /hub/steps/:uid/confirm": ofStep("/confirm", async (world) => ({ code: await confirmCode(world), password: demoPassword })),
  "GET /hub/steps/:uid/reset": ofStep(async (world) => `/reset?code=${await resetCode(world)}`),
  "POST /hub/steps/:uid/reset": ofStep("/reset", async (world) => ({ code: await resetCode(world), password: demoPassword })),
  "GET /hub/steps/:uid/done": ofStep("/done"),
  ...outsideAddresses,
  ...passkeyAddresses,
  "GET /hub/problem": at("/hub/problem?error=access_denied"),
  "GET /hub/sites/:host": ({ portal }) => ({ url: `/hub/sites/${portal.host}` }),
  "GET /hub/session": async (world) => ({ url: "/hub/session", token: await sessionToken(world) }),
  "DELETE /hub/session": async (world) => ({ url: "/hub/session", token: await sessionToken(world) }),

  "GET /mailbox": at("/mailbox"),
  "GET /mailbox/:id": async (world) => ({ url: `/mailbox/${await newMail(world)}` }),
  "GET /mailbox/:id/content": async (world) => ({ url: `/mailbox/${await newMail(world)}/content` }),

  ...portalAddresses,

  // A text: drawing a picture again takes a process of its own.
  "POST /reports/files": ({ portal }) => ({ url: `/reports/files?portal=${portal.id}&name=x.txt`, body: "x" }),
  "GET /reports/:reportId/files/:fileId": async (world) => {
    const { id } = await newReport(world);
    const fileId = await newReportFile(world, id);
    await world.database.withSystem((tx) => tx.reportFile.update({ where: { id: fileId }, data: { storageKey: world.objectKey } }));
    return { url: `/reports/${id}/files/${fileId}` };
  },

  "GET /downloads/uploads/:uploadId/original": ofUpload("original"),
  "GET /downloads/uploads/:uploadId/repaired": ofUpload("repaired"),
  "GET /checks/:checkId/report.csv": ofCheck("csv"),
  "GET /checks/:checkId/report.jsonl": ofCheck("jsonl"),
  "GET /rasters/:communityId/:uploadId": async (world) => ({
    url: `/rasters/${world.communityId}/${await newUploadWithFiles(world)}?path=mnt.tif`,
  }),

  "GET /tiles/:file": ({ layerId }) => ({ url: `/tiles/${layerId}.json` }),
  "GET /tiles/:layerId/:z/:x/:file": ({ layerId }) => ({ url: `/tiles/${layerId}/8/129/91.mvt` }),
  "GET /events/content": ({ core }) => ({
    url: "/events/content",
    headers: { "x-archipel-site": contentKeyOf(siteKeyOf(core.env.ARCHIPEL_SECRET)) },
  }),
  "GET /events": ({ layerId }) => ({ url: `/events?layers=${layerId}` }),
  "GET /basemap.json": at("/basemap.json"),
  "GET /basemap/detail.json": at("/basemap/detail.json"),
  "GET /basemap/:z/:x/:tile": at("/basemap/3/4/2.mvt"),
  "GET /sprites/:file": at("/sprites/house,hatch~d33c2c.png"),

  "GET /downloads/:layerId.csv": ofLayer("csv"),
  "GET /downloads/:layerId.geojson": ofLayer("geojson"),
  "GET /downloads/:layerId.gpkg": ofLayer("gpkg"),
  "GET /downloads/:layerId.sld": ofLayer("sld"),
  "GET /downloads/:layerId.style.json": ofLayer("style.json"),
  "GET /downloads/datasets/:datasetId.gpkg": ({ dataset }) => ({ url: `/downloads/datasets/${dataset.id}.gpkg` }),
  "GET /access/explain": ({ dataset }) => ({ url: `/access/explain?dataset=${dataset.id}` }),
  "GET /access/api": at("/access/api"),
  "GET /report": async (world) => {
    await offerAnswers(world);
    return { url: `/report?portal=${world.portal.id}&lon=2&lat=46&lang=fr` };
  },
  "GET /report.pdf": async (world) => {
    await offerAnswers(world);
    return { url: `/report.pdf?portal=${world.portal.id}&lon=2&lat=46&lang=fr` };
  },
  "GET /report.svg": async (world) => {
    await offerAnswers(world);
    return { url: `/report.svg?portal=${world.portal.id}&lon=2&lat=46&lang=fr` };
  },
  "GET /report/schema.json": at("/report/schema.json"),
  "GET /.well-known/answer-keys.json": at("/.well-known/answer-keys.json"),
  ...heightAddresses,
  ...attachmentAddresses,
  "GET /verify": async (world) => {
    await offerAnswers(world);
    const place = { kind: "point", lon: 2, lat: 46, precision: "exact" } as const;
    const report = await reportAt(
      world.core,
      { userId: null, isOperator: false, isSuspended: false },
      { portalId: world.portal.id, place, locale: "fr" },
    );
    return { url: new URL(report.verify ?? "").pathname + new URL(report.verify ?? "").search };
  },
  "GET /feeds/datasets.atom": ({ portal }) => ({ url: `/feeds/datasets.atom?portal=${portal.id}` }),
  "GET /feeds/datasets/:datasetId.atom": ({ portal, dataset }) => ({ url: `/feeds/datasets/${dataset.id}.atom?portal=${portal.id}` }),
  "GET /feeds/alerts.atom": ({ portal }) => ({ url: `/feeds/alerts.atom?portal=${portal.id}&lang=fr` }),
  "GET /feeds/alerts/:alertId.cap": async (world) => {
    const { alertId } = await publishedAlert(world);
    return { url: `/feeds/alerts/${alertId}.cap?portal=${world.portal.id}` };
  },
  "GET /feeds/news.atom": ({ portal }) => ({ url: `/feeds/news.atom?portal=${portal.id}&lang=fr` }),
  "GET /feeds/reports.atom": ({ portal }) => ({ url: `/feeds/reports.atom?portal=${portal.id}&lang=en` }),
  "GET /follow": async (world) => ({ url: await followUrl(world) }),
  "POST /follow": async (world) => ({ url: await followUrl(world) }),
  "GET /unfollow": (world) => ({ url: stopUrl(world) }),
  "POST /unfollow": (world) => ({ url: stopUrl(world) }),
  "GET /processings/:runId/file": async (world) => {
    const id = await newRun(world);
    const file = { name: "couche.csv", objectKey: world.objectKey, size: world.picture.length };
    await world.database.withSystem((tx) => tx.processingRun.update({ where: { id }, data: { file } }));
    return { url: `/processings/${id}/file` };
  },

  "GET /ogc": at("/ogc"),
  "GET /ogc/": at("/ogc/"),
  "GET /ogc/api": at("/ogc/api"),
  "GET /ogc/conformance": at("/ogc/conformance"),
  "GET /ogc/collections": at("/ogc/collections"),
  "GET /ogc/collections/:collectionId": ofCollection(""),
  "GET /ogc/collections/:collectionId/queryables": ofCollection("/queryables"),
  "GET /ogc/collections/:collectionId/schema": ofCollection("/schema"),
  "GET /ogc/collections/:collectionId/items": ofCollection("/items"),
  "POST /ogc/collections/:collectionId/items": ofCollection("/items", { headers: asFeature, body: feature("Neuf") }),
  "OPTIONS /ogc/collections/:collectionId/items": ofCollection("/items"),
  "GET /ogc/collections/:collectionId/items/:itemId": ofCollection("/items/1"),
  "PUT /ogc/collections/:collectionId/items/:itemId": ofCollection("/items/1", { headers: asFeature, body: feature("Autre") }),
  "PATCH /ogc/collections/:collectionId/items/:itemId": ofCollection("/items/1", {
    headers: { "content-type": "application/merge-patch+json" },
    body: JSON.stringify({ properties: { nom: "Là" } }),
  }),
  "DELETE /ogc/collections/:collectionId/items/:itemId": async (world) => ({ url: await newFeature(world) }),
  "OPTIONS /ogc/collections/:collectionId/items/:itemId": ofCollection("/items/1"),
  "POST PUT PATCH DELETE OPTIONS /ogc": () => ({ url: "/ogc", method: "OPTIONS" }),
  "GET HEAD POST PUT PATCH DELETE OPTIONS /ogc/*": () => ({ url: "/ogc/api", method: "OPTIONS" }),

  "POST /uploads": ({ communityId }) => {
    const encoded = (text: string) => Buffer.from(text).toString("base64");
    const metadata = `communityId ${encoded(communityId)},fileName ${encoded("lieux.csv")}`;
    return { url: "/uploads", headers: { ...tus, "upload-length": "10", "upload-metadata": metadata } };
  },
  "HEAD /uploads/:uploadId": ofReceiving(),
  "PATCH DELETE /uploads/:uploadId": ofReceiving({ "upload-offset": "0", "content-type": "application/offset+octet-stream" }, "n"),

  "POST /visits": ({ portal }) => ({
    url: "/visits",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ portal: portal.id, path: "/fr/map" }),
  }),

  "POST /imports": ({ communityId, layerId }) => ({
    url: `/imports?community=${communityId}&layer=${layerId}&name=lieux.csv`,
    headers: { "content-type": "text/csv" },
    body: "fid,nom\n1,Ici\n",
  }),
  "POST /imports/styles": ({ communityId, layerId }) => ({
    url: `/imports/styles?community=${communityId}&layer=${layerId}`,
    body: JSON.stringify({
      version: 8,
      sources: {},
      layers: [{ id: "a", type: "circle", source: "a", paint: { "circle-color": "#123456" } }],
    }),
  }),
};
