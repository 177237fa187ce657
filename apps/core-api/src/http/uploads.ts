import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { id as idSchema } from "@archipel/contracts/ids.ts";
import { uploadTransfers } from "@archipel/observability/metrics.ts";
import { FileStore } from "@tus/file-store";
import { Metadata, Server } from "@tus/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import { proveMember, signedIn } from "../gate/prove-member.ts";
import { type Actor, anonymous, type MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import {
  abandonUpload,
  assertReceiving,
  completeUpload,
  openUpload,
  uploadsUnderWay,
} from "../modules/deliveries/uploads/service/receive.ts";
import { plainName } from "./file-name.ts";
import { type CoreAlone, type HttpRequest, idIn, type Named } from "./route.ts";

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
}

export interface UploadParts extends CoreAlone {
  store: FileStore;
  complete(actor: MemberActor, uploadId: string): Promise<void>;
  /** Passes the request to the tus server, which writes the response itself. */
  hand(request: HttpRequest, reply: FastifyReply, call: Admitted): Promise<void>;
}

type Call = UploadParts & { actor: MemberActor; found: NamedUpload };

const PATH = "/uploads";
const DAY_MS = 24 * 3600 * 1000;
const KEPT_MS = 7 * DAY_MS;

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
export async function uploadProgress({ store, complete, hand, actor, found }: Call, request: HttpRequest, reply: FastifyReply) {
  const { uploadId, fileName } = found;
  const upload = await store.getUpload(uploadId).catch(() => null);
  // All bytes were received, but the process died before it completed the upload.
  if (upload && upload.size === upload.offset) {
    await complete(actor, uploadId);
    return reply.headers({ "tus-resumable": "1.0.0", "upload-offset": upload.offset, "upload-length": upload.size ?? 0 }).send();
  }
  return hand(request, reply, { actor, uploadId, fileName });
}

/** Receives more bytes, or cancels the upload. */
export async function continueUpload({ hand, actor, found }: Call, request: HttpRequest, reply: FastifyReply) {
  await hand(request, reply, { actor, uploadId: found.uploadId, fileName: found.fileName });
}

/** Resumable uploads by tus 1.0. The upload's id is the last part of its address. */
export function openUploads(core: Core, scope: FastifyInstance): UploadParts {
  const directory = path.resolve(core.env.ARCHIPEL_DATA, "incoming");
  const store = new FileStore({ directory, expirationPeriodInMilliseconds: KEPT_MS });
  const admitted = new AsyncLocalStorage<Admitted>();
  const demand = (): Admitted => {
    const found = admitted.getStore();
    if (!found) throw new Error("a tus hook ran outside of a proven request");
    return found;
  };

  async function complete(actor: MemberActor, uploadId: string): Promise<void> {
    await completeUpload(core, actor, uploadId, () => createReadStream(path.join(directory, uploadId)));
    await store.remove(uploadId);
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
      await openUpload(core, actor, { id: uploadId, fileName, size: upload.size });
      return { metadata: { fileName } };
    },
    onUploadFinish: async () => {
      const { actor, uploadId } = demand();
      await complete(actor, uploadId);
      return {};
    },
  });
  tus.on("POST_TERMINATE", (_request, _response, uploadId) => {
    const { actor } = demand();
    abandonUpload(core, actor, uploadId).catch((error) => core.log.error({ err: error, uploadId }, "abandoned upload not forgotten"));
  });

  async function hand(request: HttpRequest, reply: FastifyReply, call: Admitted): Promise<void> {
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    uploadTransfers.inc();
    await admitted.run(call, () => tus.handle(request.raw, reply.raw)).finally(() => uploadTransfers.dec());
  }

  /** Completes uploads whose bytes a killed process had fully received, and deletes abandoned ones. */
  async function sweep(): Promise<void> {
    await tus.cleanUpExpiredUploads();
    for (const { id, communityId, createdById } of await uploadsUnderWay(core, new Date(Date.now() - KEPT_MS))) {
      const upload = await store.getUpload(id).catch(() => null);
      if (!upload || upload.size !== upload.offset) continue;
      const actor = await proveMember(core, { ...anonymous, userId: createdById }, communityId, "uploads.create").catch(() => null);
      if (actor) await complete(actor, id);
    }
  }
  const sweepSafely = () => sweep().catch((error) => core.log.error({ err: error }, "sweep of uploads failed"));
  const timer = setInterval(sweepSafely, DAY_MS);
  timer.unref();
  scope.addHook("onReady", async () => void sweepSafely());
  scope.addHook("onClose", async () => clearInterval(timer));
  return { core, store, complete, hand };
}

/** The fields of an `Upload-Metadata` header (tus 1.0, creation extension); none when it is missing or malformed. */
function readMetadata(header: string): Record<string, string | null> {
  try {
    return Metadata.parse(header);
  } catch {
    return {};
  }
}
