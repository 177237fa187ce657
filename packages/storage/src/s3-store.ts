import { createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { AwsClient } from "aws4fetch";
import { type HashedFile, hashFile, writeHashed } from "./hashed-file.ts";
import { type BeforeKeep, hashOf, NoSuchObjectError, type ObjectStore } from "./object-store.ts";

export interface S3Settings {
  /** Address of the service, `https://s3.example.org`; the bucket is added to the path. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
}

/**
 * Objects in a bucket of an S3-compatible service, addressed by path style. The service checks the hash of each object while it
 * receives it. Each object is sent in one request, so 5 GB is the largest.
 */
export function openS3Store(settings: S3Settings, beforeKeep: BeforeKeep = async () => {}): ObjectStore {
  const client = new AwsClient({
    accessKeyId: settings.accessKey,
    secretAccessKey: settings.secretKey,
    region: settings.region,
    service: "s3",
    retries: 4,
  });
  const urlOf = (key: string) => `${settings.endpoint.replace(/\/$/, "")}/${settings.bucket}/sha256/${hashOf(key)}`;

  async function send(method: string, key: string, init: { headers?: Record<string, string>; body?: Blob } = {}): Promise<Response> {
    const response = await client.fetch(urlOf(key), { method, ...init });
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404) throw new NoSuchObjectError(`no object ${key}`);
    throw new Error(`object storage answered ${response.status} to ${method} ${key}`);
  }

  async function get(key: string, range?: { start: number; end?: number }): Promise<Readable> {
    const headers = range ? { range: `bytes=${range.start}-${range.end ?? ""}` } : {};
    const { body } = await send("GET", key, { headers });
    return body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
  }

  async function stat(key: string) {
    try {
      const response = await send("HEAD", key);
      return { key, size: Number(response.headers.get("content-length") ?? 0) };
    } catch (error) {
      if (error instanceof NoSuchObjectError) return null;
      throw error;
    }
  }

  async function keep({ path, sha256, size }: HashedFile) {
    const key = `sha256/${sha256}`;
    await beforeKeep(key);
    if (!(await stat(key))) {
      const headers = { "x-amz-content-sha256": sha256, "content-type": "application/octet-stream" };
      await send("PUT", key, { headers, body: await openAsBlob(path) });
    }
    return { key, size };
  }

  return {
    get,
    stat,
    put: (content) => inTemporaryDirectory(async (directory) => keep(await writeHashed(content, directory))),
    putFile: async (path) => keep({ path, ...(await hashFile(path)) }),
    async delete(key) {
      await send("DELETE", key).catch((error) => {
        if (!(error instanceof NoSuchObjectError)) throw error;
      });
    },
    async withFile(key, work) {
      return inTemporaryDirectory(async (directory) => {
        const path = join(directory, "object");
        await pipeline(await get(key), createWriteStream(path));
        return work(path);
      });
    },
  };
}

async function inTemporaryDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "archipel-object-"));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
