// @database server
// @endurance kills
import { type ChildProcess, spawn } from "node:child_process";
import { createCipheriv, createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Database, type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { repeats } from "@archipel/testing/endurance.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { freePort } from "@archipel/testing/free-ports.mjs";
import { createDatabase } from "@archipel/testing/test-database.ts";
import { Upload } from "tus-js-client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { bearer } from "../testing/bearer.ts";
import { type CuttingProxy, openCuttingProxy } from "../testing/cutting-proxy.ts";
import type { UploadProcessSettings } from "../testing/upload-process.ts";

const MEGABYTES = repeats(160, 500);
const SIZE = MEGABYTES * 1024 * 1024;
const CUTS = repeats(6, 20);
/** At these cuts core-api is killed too, and started again. */
const KILLED_AT = new Set(repeats([3], [6, 13, 19]));
/** What a killed core-api had not read from the system's buffers, at most. A busy machine fills them. */
const UNREAD = 8 * 1024 * 1024;

let folder: string;
let options: DatabaseOptions;
let dropDatabase = async () => {};
let person: { id: string; communityId: string };
let settings: UploadProcessSettings;
let child: ChildProcess | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "archipel-resume-"));
  ({ options, drop: dropDatabase } = await createDatabase(folder));
  await withDatabase(async (database) => {
    const { id: communityId } = await createCommunity(database);
    person = { id: (await createMember(database, communityId, "contributor")).id, communityId };
  });
  settings = { folder, database: options, port: await freePort() };
});
// Also after a failure: the next test starts another one on the same port.
afterEach(() => kill());
afterAll(async () => {
  await dropDatabase();
  await rm(folder, { recursive: true, force: true });
});

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(options);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function start(): Promise<void> {
  const program = path.join(import.meta.dirname, "../testing/upload-process.ts");
  const started = spawn(process.execPath, [program, JSON.stringify(settings)], { stdio: ["ignore", "pipe", "inherit"] });
  child = started;
  return new Promise((resolve, reject) => {
    started.stdout.on("data", (text) => String(text).includes("listening") && resolve());
    started.once("exit", (code) => reject(new Error(`core-api ended (${code}) before it listened`)));
  });
}

async function kill(): Promise<void> {
  const killed = child;
  child = null;
  if (!killed || killed.exitCode !== null || killed.signalCode !== null) return;
  await new Promise((resolve) => {
    killed.once("exit", resolve);
    killed.kill("SIGKILL");
  });
}

/** Pseudo-random bytes, the same in each run; returns their SHA-256. */
async function writeFile(file: string): Promise<string> {
  const keystream = createCipheriv("aes-128-ctr", Buffer.alloc(16, 7), Buffer.alloc(16));
  const zeros = Buffer.alloc(4 * 1024 * 1024);
  const hash = createHash("sha256");
  const blocks = function* () {
    for (let written = 0; written < SIZE; written += zeros.length) {
      const block = keystream.update(zeros);
      hash.update(block);
      yield block;
    }
  };
  await pipeline(Readable.from(blocks()), createWriteStream(file));
  return hash.digest("hex");
}

function send(file: string, proxy: CuttingProxy): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(createReadStream(file), {
      endpoint: `http://127.0.0.1:${proxy.port}/uploads`,
      chunkSize: 16 * 1024 * 1024,
      // Like the console, but with more retries: here every cut comes within seconds of the last.
      retryDelays: [0, 500, 1000, 2000, 3000, 5000, 10_000, 20_000],
      uploadSize: SIZE,
      headers: bearer(person.id),
      metadata: { communityId: person.communityId, fileName: "grand.gpkg" },
      onError: reject,
      onSuccess: () => resolve(upload.url?.split("/").at(-1) ?? ""),
    });
    upload.start();
  });
}

test(`${MEGABYTES} MB over a connection that breaks ${CUTS} times, to a core-api that is killed meanwhile, arrive complete, with hardly any byte sent twice`, async () => {
  const file = path.join(folder, "sent");
  const sha256 = await writeFile(file);
  await start();
  const marks = Array.from({ length: CUTS }, (_, index) => Math.round(((index + 0.3 + 0.5 * Math.abs(Math.sin(index * 7))) * SIZE) / CUTS));
  const failures: unknown[] = [];
  const proxy = await openCuttingProxy(settings.port, marks, (cut) => {
    if (KILLED_AT.has(cut))
      kill()
        .then(start)
        .catch((error) => failures.push(error));
  });
  try {
    const uploadId = await send(file, proxy);
    expect(failures).toEqual([]);
    expect(proxy.cuts()).toBe(CUTS);
    expect((proxy.bytesFromClients() - SIZE - KILLED_AT.size * UNREAD) / SIZE).toBeLessThanOrEqual(0.05);
    await kill();
    const row = await withDatabase((database) => database.withSystem((tx) => tx.upload.findUnique({ where: { id: uploadId } })));
    expect(row).toMatchObject({ status: "received", size: BigInt(SIZE), sha256 });
  } finally {
    proxy.close();
  }
});

interface Written {
  letter: string;
  status: number;
  /** How many bytes the answer says are stored. */
  stored: number;
}

test("of two writers at one offset one wins, and only its bytes are stored", async () => {
  await start();
  const address = `http://127.0.0.1:${settings.port}/uploads`;
  const headers = { ...bearer(person.id), "tus-resumable": "1.0.0" };
  for (let round = 0; round < 10; round++) {
    const length = 1024 * 1024 * (1 + (round % 4));
    const metadata = `communityId ${Buffer.from(person.communityId).toString("base64")},fileName ${Buffer.from("a.gpkg").toString("base64")}`;
    const created = await fetch(address, {
      method: "POST",
      headers: { ...headers, "upload-length": String(2 * length), "upload-metadata": metadata },
    });
    const id = created.headers.get("location")?.split("/").at(-1) ?? "";
    const write = async (letter: string): Promise<Written> => {
      const answer = await fetch(`${address}/${id}`, {
        method: "PATCH",
        headers: { ...headers, "upload-offset": "0", "content-type": "application/offset+octet-stream" },
        body: letter.repeat(length),
      });
      return { letter, status: answer.status, stored: Number(answer.headers.get("upload-offset")) };
    };
    const written = await Promise.all([write("a"), write("b")]);
    expect(written.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    const winner = written.find(({ status }) => status === 204);
    // The second writer asks the first to end: on a busy machine that may be before its last byte, and the answer says how far it came.
    expect(winner?.stored).toBeGreaterThan(0);
    expect(winner?.stored).toBeLessThanOrEqual(length);
    const offset = Number((await fetch(`${address}/${id}`, { method: "HEAD", headers })).headers.get("upload-offset"));
    const letters = new Set<number>();
    let kept = 0;
    for await (const chunk of createReadStream(path.join(folder, "incoming", id))) {
      kept += (chunk as Buffer).length;
      for (const byte of chunk as Buffer) letters.add(byte);
    }
    const stored = winner?.stored;
    expect({ kept, offset, letters: [...letters] }).toEqual({ kept: stored, offset: stored, letters: [winner?.letter.charCodeAt(0)] });
  }
});
