import { createReadStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { translator } from "@archipel/i18n/translator.ts";
import { DetailedError, FileUrlStorage, Upload } from "tus-js-client";
import { stateFolder } from "../env.ts";
import { exitCodes } from "../exit-codes.ts";
import type { ProgressLine } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import type { Server } from "./connect.ts";
import { Refusal, refusedWith, unreachable } from "./refusal.ts";

// The package exports this class, but its types do not declare it.
declare module "tus-js-client" {
  class FileUrlStorage implements UrlStorage {
    constructor(path: string);
    findAllUploads: UrlStorage["findAllUploads"];
    findUploadsByFingerprint: UrlStorage["findUploadsByFingerprint"];
    removeUpload: UrlStorage["removeUpload"];
    addUpload: UrlStorage["addUpload"];
  }
}

const CHUNK_BYTES = 16 * 1024 * 1024;
const RETRY_DELAYS_MS = [0, 500, 1000, 2000, 3000, 5000, 10_000, 20_000];

/** @throws UsageError for a folder */
export async function assertFile(path: string): Promise<void> {
  if (!(await stat(path)).isFile()) throw new UsageError("not-a-file", { path });
}

/**
 * Uploads a file. After a lost connection the transfer resumes by itself at the byte where it stopped.
 *
 * @param isResumed continues the transfer of the same file that an earlier command began, if there is one
 * @returns the id of the upload
 */
export async function sendFile(server: Server, path: string, isResumed: boolean, progress: ProgressLine): Promise<string> {
  const { url, key, communityId, locale } = server;
  const { size, mtimeMs } = await stat(path);
  const fileName = basename(path);
  if (size === 0) throw refusedWith(0, "upload-empty", {}, locale);
  await mkdir(stateFolder(), { recursive: true });
  const upload = new Upload(createReadStream(path), {
    endpoint: `${url}/uploads`,
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    uploadSize: size,
    headers: { authorization: `Bearer ${key}` },
    metadata: { communityId, fileName },
    urlStorage: new FileUrlStorage(join(stateFolder(), "transfers.json")),
    fingerprint: async () => ["archipel", url, communityId, resolve(path), size, mtimeMs].join(" "),
    removeFingerprintOnSuccess: true,
    onProgress: (sent) => progress.update(fileName, sent, size),
  });
  const [previous] = isResumed ? await upload.findPreviousUploads() : [];
  if (previous) upload.resumeFromPreviousUpload(previous);
  await new Promise<void>((done, failed) => {
    upload.options.onSuccess = () => done();
    upload.options.onError = (error) => failed(failureOf(error, server));
    upload.start();
  }).finally(() => {
    progress.end();
    // A server that refuses stops reading. Without the abort, the unsent bytes would keep the process alive.
    void upload.abort();
  });
  const id = upload.url?.split("/").at(-1);
  if (!id) throw unreachable(server, locale);
  return id;
}

function failureOf(error: Error, server: Server): Refusal {
  const { locale } = server;
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) {
    const { message } = unreachable(server, locale, error);
    return new Refusal(`${message} ${translator(locale, "commands")("resumable")}`, exitCodes.unreachable);
  }
  const { code, params } = bodyOf(response.getBody());
  return refusedWith(response.getStatus(), response.getStatus() === 413 ? "upload-too-large" : code, params, locale);
}

/** Parses the error body of a core-api route: `{ error, params }`. */
function bodyOf(text: string): { code: string; params: Record<string, string | number> } {
  try {
    const { error, params } = JSON.parse(text) as { error: unknown; params: Record<string, string | number> };
    return { code: String(error), params: params ?? {} };
  } catch {
    return { code: "unknown", params: {} };
  }
}
