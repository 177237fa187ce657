import { type ApiError, referenceOf } from "@archipel/api-client/errors.ts";
import { DetailedError, Upload } from "tus-js-client";
import { rateMeter } from "../../kit/rate-meter.ts";
import { links } from "../../links.ts";

/** A file that this browser is sending. Once it has arrived, core-api holds its state as an upload. */
export interface Transfer {
  readonly key: string;
  readonly communityId: string;
  readonly fileName: string;
  readonly size: number;
  readonly sent: number;
  /** Smoothed rate; null until it is known. */
  readonly bytesPerSecond: number | null;
  readonly status: "sending" | "paused" | "sent" | "failed";
  /** Id of the upload; null until core-api has created it. */
  readonly uploadId: string | null;
  readonly failure: Pick<ApiError, "code" | "params" | "reference"> | null;
}

const CHUNK_BYTES = 16 * 1024 * 1024;
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000];

/**
 * The transfers of this tab. A broken connection is retried. When the page was closed, the same file dropped again resumes its transfer.
 */
export class Transfers {
  #all: readonly Transfer[] = [];
  readonly #uploads = new Map<string, Upload>();
  readonly #tell = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly all = () => this.#all;

  /**
   * @param onChange called when core-api has created an upload, received all of it, or deleted it
   * @returns the transfer's key, when it has started
   */
  async send(file: File, communityId: string, onChange: () => void): Promise<string> {
    const key = crypto.randomUUID();
    const initial: Transfer = {
      key,
      communityId,
      fileName: file.name,
      size: file.size,
      sent: 0,
      bytesPerSecond: null,
      status: "sending",
      uploadId: null,
      failure: null,
    };
    if (file.size === 0) {
      this.#write([...this.#all, { ...initial, status: "failed", failure: { code: "upload-empty", params: {} } }]);
      return key;
    }
    this.#write([...this.#all, initial]);
    const rate = rateMeter();
    const upload = new Upload(file, {
      endpoint: links.tus(),
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      metadata: { communityId, fileName: file.name },
      removeFingerprintOnSuccess: true,
      fingerprint: async () => ["archipel", communityId, file.name, file.size, file.lastModified].join("/"),
      onProgress: (sent) => this.#change(key, { sent, bytesPerSecond: rate(sent) }),
      onUploadUrlAvailable: () => {
        this.#change(key, { uploadId: idOf(upload.url) });
        onChange();
      },
      onError: (error) => this.#change(key, { status: "failed", failure: failureOf(error) }),
      onSuccess: () => {
        this.#change(key, { status: "sent", sent: file.size, uploadId: idOf(upload.url) });
        onChange();
      },
    });
    this.#uploads.set(key, upload);
    this.#tell.set(key, onChange);
    const previous = (await upload.findPreviousUploads())[0];
    if (previous) upload.resumeFromPreviousUpload(previous);
    upload.start();
    return key;
  }

  async pause(key: string): Promise<void> {
    await this.#uploads.get(key)?.abort();
    this.#change(key, { status: "paused", bytesPerSecond: null });
  }

  resume(key: string): void {
    this.#change(key, { status: "sending", failure: null });
    this.#uploads.get(key)?.start();
  }

  /** Cancels the transfer; core-api deletes what it received. */
  async cancel(key: string): Promise<void> {
    const [upload, tell] = [this.#uploads.get(key), this.#tell.get(key)];
    this.forget(key);
    await upload?.abort(true).catch(() => {});
    tell?.();
  }

  forget(key: string): void {
    this.#uploads.delete(key);
    this.#tell.delete(key);
    this.#write(this.#all.filter((transfer) => transfer.key !== key));
  }

  #change(key: string, change: Partial<Transfer>): void {
    this.#write(this.#all.map((transfer) => (transfer.key === key ? { ...transfer, ...change } : transfer)));
  }

  #write(all: readonly Transfer[]): void {
    this.#all = all;
    for (const listener of this.#listeners) listener();
  }
}

/** Seconds until a transfer ends; null while unknown. */
export function secondsLeft({ size, sent, bytesPerSecond }: Pick<Transfer, "size" | "sent" | "bytesPerSecond">): number | null {
  return bytesPerSecond ? Math.ceil((size - sent) / bytesPerSecond) : null;
}

function idOf(url: string | null): string | null {
  return url?.split("?")[0]?.split("/").at(-1) ?? null;
}

/** The failure of a transfer. A refusal of core-api is JSON `{ error, params }`; a broken connection has no body. */
function failureOf(error: Error | DetailedError): NonNullable<Transfer["failure"]> {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return { code: "network", params: {} };
  if (response.getStatus() === 413) return { code: "upload-too-large", params: {} };
  try {
    const body: unknown = JSON.parse(response.getBody());
    if (typeof body === "object" && body !== null && "error" in body && typeof body.error === "string") {
      const params = "params" in body && typeof body.params === "object" ? { ...body.params } : {};
      const reference = referenceOf(body.error, response.getStatus(), "requestId" in body ? body.requestId : undefined);
      return { code: body.error, params: params as Record<string, string | number>, reference };
    }
  } catch {
    // Not JSON, so not from core-api: for example the error page of a proxy.
  }
  return { code: "unknown", params: {} };
}
