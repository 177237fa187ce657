import { createHash, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { writePmtiles } from "@archipel/basemap/pmtiles-writer.ts";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { freePort } from "@archipel/testing/free-ports.mjs";
import { FileStore } from "@tus/file-store";
import { Upload } from "@tus/server";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { registerExternalClient } from "../http/oidc/clients.ts";
import { newKey } from "../modules/access/policy.ts";
import { storeObject } from "../modules/identity/service/oidc-store.ts";
import { createServer } from "../server.ts";
import { buildPermissionWorld, demoPassword, type PermissionWorld } from "./permission-world.ts";
import { quickHash } from "./quick-hash.ts";
import { createTestCore, type TestCore } from "./test-core.ts";
import { newUpload } from "./upload-world.ts";

/** Personal keys of the contributor, which some routes accept beside sessions and community keys. */
export const ownKeyCallers = ["ownReadingKey", "ownContributingKey"] as const;
export type OwnKeyCaller = (typeof ownKeyCallers)[number];

const EXTERNAL = { clientId: "application", redirectUri: "http://application.localhost:3999/back" };

/** The world of the matrix on a listening server, with stored objects for the routes that serve files. */
export interface RouteWorld extends PermissionWorld {
  core: TestCore;
  app: FastifyInstance;
  url: string;
  ownKeys: Record<OwnKeyCaller, string>;
  /** A small PNG, and its key in the store. */
  picture: Buffer;
  objectKey: string;
  close(): Promise<void>;
}

export async function buildRouteWorld(database: Database, dataset: Parameters<typeof buildPermissionWorld>[1] = {}): Promise<RouteWorld> {
  const world = await buildPermissionWorld(database, dataset);
  const port = await freePort("localhost");
  const url = `http://localhost:${port}`;
  const testCore = await createTestCore(database);
  const core: TestCore = { ...testCore, env: { ...testCore.env, ARCHIPEL_PUBLIC_URL: url, EVENTS_PER_ADDRESS: 1000 } };
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#369" } })
    .png()
    .toBuffer();
  const { key: objectKey } = await core.storage.put(Readable.from([picture]));
  await writeFile(
    path.join(core.env.ARCHIPEL_DATA, "basemap.pmtiles"),
    writePmtiles([{ z: 3, x: 4, y: 2, data: picture }], {
      minZoom: 0,
      maxZoom: 14,
      bounds: [-180, -85, 180, 85],
      metadata: { vector_layers: [], attribution: "someone" },
    }),
  );
  await registerExternalClient(core, {
    clientId: EXTERNAL.clientId,
    clientSecret: "a secret of the tests",
    name: "Une application",
    redirectUris: [EXTERNAL.redirectUri],
  });
  const ownKeys = { ownReadingKey: await ownKey(world, "read"), ownContributingKey: await ownKey(world, "contribute") };
  const app: FastifyInstance = await createServer(core);
  await app.listen({ host: "localhost", port });
  return { ...world, core, app, url, ownKeys, picture, objectKey, close: () => app.close() };
}

async function ownKey({ database, users }: PermissionWorld, scope: string): Promise<string> {
  const { secret, secretHash } = newKey();
  const values = { userId: users.contributor ?? "", name: scope, scope, secretHash, expiresAt: new Date(Date.now() + 3_600_000) };
  await database.withSystem((tx) => tx.apiKey.create({ data: values }));
  return secret;
}

/** The token of a live session at the hub. */
export async function sessionToken({ database, users }: RouteWorld): Promise<string> {
  const [token, sessionUid] = [randomUUID(), randomUUID()];
  const accountId = users.manager;
  await storeObject(database, "Session", randomUUID(), { accountId, uid: sessionUid }, 600);
  const bound = { accountId, sessionUid, expiresWithSession: true, grantId: randomUUID(), clientId: "admin" };
  await storeObject(database, "AccessToken", token, bound, 600);
  return token;
}

/** An upload of a person without any received byte. */
export async function newReceiving({ core, database, communityId }: RouteWorld, createdById: string | null): Promise<string> {
  const about = { communityId, createdById: createdById ?? randomUUID(), fileName: "lieux.csv", size: 10, status: "receiving" };
  const { id } = await database.withSystem((tx) => tx.upload.create({ data: about }));
  const directory = path.join(core.env.ARCHIPEL_DATA, "incoming");
  await mkdir(directory, { recursive: true });
  await new FileStore({ directory }).create(new Upload({ id, size: 10, offset: 0, metadata: { fileName: "lieux.csv" } }));
  return id;
}

/** An upload whose files are stored: the original, the repaired one, and the preview of a raster. */
export async function newUploadWithFiles(world: RouteWorld): Promise<string> {
  const { uploadId } = await newUpload(world);
  const { objectKey } = world;
  await world.database.withSystem(async (tx) => {
    const { rasters } = await tx.upload.findUniqueOrThrow({ where: { id: uploadId } });
    const drawn = Array.isArray(rasters) ? rasters.map((one) => Object.assign({}, one, { previewKey: objectKey })) : [];
    await tx.upload.update({ where: { id: uploadId }, data: { objectKey, repairedKey: objectKey, repairedName: "x.csv", rasters: drawn } });
  });
  return uploadId;
}

/** A browser at the hub, with its cookies. */
export class HubBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #world: RouteWorld;

  constructor(world: RouteWorld) {
    this.#world = world;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** One request, at an address of the hub or of the page that named it. @returns where it leads */
  async open(address: string, init: RequestInit = {}, base = this.#world.url): Promise<string> {
    const headers = { ...init.headers, cookie: this.cookie };
    const response = await fetch(new URL(address, base), { ...init, headers, redirect: "manual" });
    await response.arrayBuffer();
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      this.#cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response.headers.get("location") ?? "";
  }

  /** Starts a sign-in; returns the path of its step. */
  async begin(clientId: string, redirectUri: string): Promise<string> {
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "openid",
      code_challenge: createHash("sha256").update("verifier".repeat(8)).digest("base64url"),
      code_challenge_method: "S256",
      state: randomUUID(),
    });
    return new URL(await this.open(`/oidc/auth?${query}`), this.#world.url).pathname;
  }

  beginAtPortal(): Promise<string> {
    const { slug } = this.#world.portal;
    return this.begin(`portal-${slug}`, `http://${slug}.localhost:3000/api/auth/callback/archipel`);
  }

  /** Starts a sign-in at an external application. In a browser with a session at the hub, that is the consent step; returns its path. */
  beginAtApplication(): Promise<string> {
    return this.begin(EXTERNAL.clientId, EXTERNAL.redirectUri);
  }

  /** Signs a person in at the hub, by the form of a portal's step. */
  async signIn(email: string): Promise<void> {
    const resume = await this.open(`${await this.beginAtPortal()}/sign-in`, {
      method: "POST",
      headers: fromHub,
      body: new URLSearchParams({ email, password: demoPassword }),
    });
    await this.open(resume);
  }

  /** Another browser with the same cookies. */
  copy(): HubBrowser {
    const copy = new HubBrowser(this.#world);
    for (const [name, value] of this.#cookies) copy.#cookies.set(name, value);
    return copy;
  }
}

/** A person with a session at the hub, and their browser. No other call signs them out: the callers of the matrices are other people. */
interface SignedIn {
  userId: string;
  browser: HubBrowser;
}

/** By the core of their world: a matrix passes a copy of the world for each person. */
const signedIn = new WeakMap<TestCore, Promise<SignedIn>>();

/** Signs a person in once for the world, because a sign-in is four requests. Each call gets a browser of its own with that session. */
export async function signedInBrowser(world: RouteWorld): Promise<SignedIn> {
  const known = signedIn.get(world.core) ?? signInOnce(world);
  signedIn.set(world.core, known);
  const { userId, browser } = await known;
  return { userId, browser: browser.copy() };
}

async function signInOnce(world: RouteWorld): Promise<SignedIn> {
  const { id: userId, email } = await createUser(world.database);
  const passwordHash = await quickHash(demoPassword);
  await world.database.withSystem((tx) => tx.user.update({ where: { id: userId }, data: { passwordHash } }));
  const browser = new HubBrowser(world);
  await browser.signIn(email);
  return { userId, browser };
}

/** Headers that a browser sends with a form of the hub's own pages. */
export const fromHub = { "sec-fetch-site": "same-origin" };

export async function managersEmail({ database, users }: PermissionWorld): Promise<string> {
  return (await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: users.manager ?? "" } }))).email;
}
