import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { id as idSchema } from "@archipel/contracts/ids.ts";
import { uploadTransfers } from "@archipel/observability/metrics.ts";
import { Metadata, Server } from "@tus/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import { proveMember, signedIn } from "../gate/prove-member.ts";
import { type Actor, anonymous, type MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError, httpStatus, retryAfterOf } from "../kernel/domain-error.ts";
import { refusalOf } from "../kernel/refusal.ts";
import {
  abandonUpload,
  assertReceiving,
  completeUpload,
  isReceived,
  openUpload,
  receivedSize,
  type UploadUnderWay,
} from "../modules/deliveries/uploads/service/receive.ts";
import { plainName } from "./file-name.ts";
import { type CoreAlone, type HttpRequest, idIn, type Named } from "./route.ts";
import { GuardedStore } from "./uploads-store.ts";
import { KEPT_MS, sweepUploads } from "./uploads-sweep.ts";

/** The upload of a request. */
export interface NamedUpload extends Named {
  uploadId: string;
  fileName: string;
}

/** The gate's result, for the hooks of the tus server deeper in the same call. */
interface Admitted {
  actor: MemberActor;
  uploadId: string;
  fileName: string;
  /** For headers that the tus server does not know. */
  reply?: FastifyReply;
}

export interface UploadParts extends CoreAlone {
  store: GuardedStore;
  complete(actor: MemberActor, uploadId: string): Promise<void>;
  /** Asks the tus server, and returns its response. */
  ask(request: HttpRequest, call: Admitted): Promise<Response>;
  /** Passes the request to the tus server, which writes the response itself. */
  hand(request: HttpRequest, reply: FastifyReply, call: Admitted): Promise<void>;
}

type Call = UploadParts & { actor: MemberActor; found: NamedUpload };

const PATH = "/uploads";
const HOUR_MS = 3600 * 1000;
/** Uploads without space start a sweep, at most one in this time. */
const SWEEP_PAUSE_MS = 60 * 1000;

/** `POST` names `communityId` and `fileName` in `Upload-Metadata`. The upload gets its id here. */
export function newUpload(_: CoreAlone, request: HttpRequest): NamedUpload {
  const metadata = readMetadata(String(request.headers["upload-metadata"] ?? ""));
  const communityId = idSchema.safeParse(metadata.communityId);
  if (!communityId.success) throw new DomainError("invalid", "upload-metadata-incomplete", { missing: "communityId" });
  return { communityId: communityId.data, uploadId: randomUUID(), fileName: metadata.fileName ?? "" };
}

/** @throws DomainError when the upload is not the caller's own */
export async function ownUpload({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest): Promise<NamedUpload> {
  const uploadId = idIn(request, "uploadId");
  return { uploadId, ...(await assertReceiving(core, signedIn(actor), uploadId)) };
}

/** Opens an upload. `Location` is relative to the parent of the requested URL, so that it works behind any prefix. */
export async function beginUpload({ hand, actor, found }: Call, request: HttpRequest, reply: FastifyReply) {
  await hand(request, reply, { actor, uploadId: found.uploadId, fileName: plainName(found.fileName) });
}

/** Number of received bytes. */
export async function uploadProgress({ core, store, complete, ask, actor, found }: Call, request: HttpRequest, reply: FastifyReply) {
  const { uploadId, fileName } = found;
  const upload = await store.getUpload(uploadId).catch(() => null);
  // All bytes were received, but the process died before it completed the upload.
  if (upload && upload.size === upload.offset) await complete(actor, uploadId);
  else {
    const { status, headers } = await ask(request, { actor, uploadId, fileName });
    // Perhaps its last bytes arrived in the meantime: completed by their request, or by this one if that was cut off.
    const offset = headers.get("upload-offset");
    const isGone = status === 404 || status === 410;
    if (offset !== null && offset === headers.get("upload-length")) await complete(actor, uploadId);
    else if (!isGone || !(await isReceived(core, actor, uploadId))) return reply.status(status).headers(Object.fromEntries(headers)).send();
  }
  const size = (await receivedSize(core, actor, uploadId)) ?? 0;
  return reply.headers({ "tus-resumable": "1.0.0", "upload-offset": size, "upload-length": size, "cache-control": "no-store" }).send();
}

/** Receives more bytes, or cancels the upload. */
export async function continueUpload({ hand, actor, found }: Call, request: HttpRequest, reply: FastifyReply) {
  await hand(request, reply, { actor, uploadId: found.uploadId, fileName: found.fileName });
}

/** Resumable uploads by tus 1.0. The upload's id is the last part of its address. */
export function openUploads(core: Core, scope: FastifyInstance): UploadParts {
  const directory = path.resolve(core.env.ARCHIPEL_DATA, "incoming");
  mkdirSync(directory, { recursive: true });
  const reserve = core.env.STORAGE_RESERVE_BYTES;
  let lastSweep = 0;
  const onFull = () => {
    if (Date.now() - lastSweep > SWEEP_PAUSE_MS) void sweepSafely();
  };
  const store = new GuardedStore({ directory, expirationPeriodInMilliseconds: KEPT_MS, reserve, onFull });
  const admitted = new AsyncLocalStorage<Admitted>();
  const demand = (): Admitted => {
    const found = admitted.getStore();
    if (!found) throw new Error("a tus hook ran outside of a proven request");
    return found;
  };

  /** Uploads that are being completed: a HEAD may come while the last PATCH still does it. */
  const completing = new Map<string, Promise<void>>();
  function complete(actor: MemberActor, uploadId: string): Promise<void> {
    const running = completing.get(uploadId) ?? completeOnce(actor, uploadId).finally(() => completing.delete(uploadId));
    completing.set(uploadId, running);
    return running;
  }
  async function completeOnce(actor: MemberActor, uploadId: string): Promise<void> {
    // A HEAD that came before completed it already, and removed its bytes.
    if (await isReceived(core, actor, uploadId)) return;
    try {
      await store.demand((await store.getUpload(uploadId)).size ?? 0);
      await completeUpload(core, actor, uploadId, path.join(directory, uploadId));
    } catch (error) {
      // Another process completed it in the meantime.
      if (!(await isReceived(core, actor, uploadId))) throw error;
    }
    // Another process of this platform may have removed them.
    await store.remove(uploadId).catch((error) => core.log.warn({ err: error, uploadId }, "bytes of a received upload not removed"));
  }

  const tus = new Server({
    path: PATH,
    datastore: store,
    maxSize: core.env.UPLOAD_MAX_BYTES,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => demand().uploadId,
    generateUrl: (_request, { id }) => `${PATH.slice(1)}/${id}`,
    onUploadCreate: async (_request, upload) => {
      const { actor, uploadId, fileName } = demand();
      if (upload.size === undefined) throw { status_code: 400, body: "Upload-Length is required\n" };
      // The file arrives, and is then copied to the objects: both must fit.
      await store.demand(2 * upload.size);
      await openUpload(core, actor, { id: uploadId, fileName, size: upload.size });
      return { metadata: { fileName } };
    },
    onResponseError: async (request, error) => {
      // The client does not learn the upload's address.
      if (request.method === "POST") await forget(demand());
      return answerTo(core, error, demand());
    },
    onUploadFinish: async () => {
      const { actor, uploadId } = demand();
      await complete(actor, uploadId);
      return {};
    },
  });
  function forget({ actor, uploadId }: Admitted): Promise<void> {
    return abandonUpload(core, actor, uploadId).catch((error) =>
      core.log.error({ err: error, uploadId }, "abandoned upload not forgotten"),
    );
  }
  tus.on("POST_TERMINATE", () => void forget(demand()));

  async function hand(request: HttpRequest, reply: FastifyReply, call: Admitted): Promise<void> {
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    uploadTransfers.inc();
    await admitted.run({ ...call, reply }, () => tus.handle(request.raw, reply.raw)).finally(() => uploadTransfers.dec());
  }

  function ask(request: HttpRequest, call: Admitted): Promise<Response> {
    const headers = new Headers(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    );
    const asked = new Request(new URL(request.url, "http://core-api"), { method: request.method, headers });
    return admitted.run(call, () => tus.handleWeb(asked));
  }

  async function finish({ id, communityId, createdById }: UploadUnderWay): Promise<void> {
    await complete(await proveMember(core, { ...anonymous, userId: createdById }, communityId, "uploads.create", { writes: true }), id);
  }
  function sweepSafely(): Promise<void> {
    lastSweep = Date.now();
    return sweepUploads({ core, directory, finish }).catch((error) => core.log.error({ err: error }, "sweep of uploads failed"));
  }
  const timer = setInterval(sweepSafely, HOUR_MS);
  timer.unref();
  scope.addHook("onReady", async () => void sweepSafely());
  scope.addHook("onClose", async () => clearInterval(timer));
  return { core, store, complete, ask, hand };
}

/** What the tus server answers to an error: its own refusals and ours as they are; of others, clients learn no more than that they occurred. */
function answerTo(core: Core, error: unknown, { reply }: Admitted): { status_code: number; body: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const refusal = error instanceof DomainError ? error : refusalOf(error);
  if (!refusal) {
    // The client went away: it continues later.
    if (GONE.has("code" in error ? String(error.code) : error.name)) return undefined;
    core.log.error({ err: error }, "upload failed");
    return { status_code: 500, body: JSON.stringify({ error: "internal", params: {} }) };
  }
  if (refusal !== error) core.log.error({ err: error }, "upload refused");
  const seconds = retryAfterOf(refusal);
  if (seconds !== null) reply?.raw.setHeader("retry-after", String(seconds));
  return answerOf(refusal);
}

const GONE = new Set(["ECONNRESET", "EPIPE", "ABORT_ERR", "AbortError", "ERR_STREAM_PREMATURE_CLOSE"]);
const answerOf = ({ kind, code, params }: DomainError) => ({
  status_code: httpStatus[kind],
  body: JSON.stringify({ error: code, params }),
});

/** The fields of an `Upload-Metadata` header (tus 1.0, creation extension); none when it is missing or malformed. */
function readMetadata(header: string): Record<string, string | null> {
  try {
    return Metadata.parse(header);
  } catch {
    return {};
  }
}
