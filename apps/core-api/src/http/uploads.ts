import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { id as idSchema } from "@archipel/contracts/ids.ts";
import { FileStore } from "@tus/file-store";
import { Metadata, Server } from "@tus/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { anonymous, type MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { permissions } from "../kernel/permissions.ts";
import {
  abandonUpload,
  completeUpload,
  demandReceiving,
  openUpload,
  uploadsUnderWay,
} from "../modules/deliveries/uploads/service/receive.ts";
import { proveMember, signedIn } from "../trpc/procedures.ts";
import { plainName } from "./file-name.ts";
import { producerOf } from "./key-door.ts";

/** What our gate proved, for the hooks of the tus server deeper in the same call. */
interface Admitted {
  actor: MemberActor;
  uploadId: string;
  fileName: string;
}

const PATH = "/uploads";
const DAY_MS = 24 * 3600 * 1000;
const KEPT_MS = 7 * DAY_MS;

/**
 * `/uploads`: resumable uploads by tus 1.0. `POST` names `communityId` and `fileName` in `Upload-Metadata`; the `Location` is relative to
 * the parent of the address asked, so that the door works behind any prefix. The upload's id is the last part of it.
 */
export async function uploadsDoor(app: FastifyInstance, core: Core): Promise<void> {
  const directory = path.resolve(core.env.ARCHIPEL_DATA, "incoming");
  const store = new FileStore({ directory, expirationPeriodInMilliseconds: KEPT_MS });
  const admitted = new AsyncLocalStorage<Admitted>();
  const demand = (): Admitted => {
    const found = admitted.getStore();
    if (!found) throw new Error("a tus hook ran outside of our gate");
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

  /** Fastify's part is over: the tus server answers, with the common headers that are set already. */
  async function hand(request: FastifyRequest, reply: FastifyReply, call: Admitted): Promise<void> {
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    await admitted.run(call, () => tus.handle(request.raw, reply.raw));
  }

  async function admit(request: FastifyRequest<{ Params: { uploadId: string } }>): Promise<Admitted> {
    const { uploadId } = request.params;
    if (!idSchema.safeParse(uploadId).success) throw new DomainError("not-found", "upload-not-found");
    const person = signedIn(await producerOf(core, request));
    const { communityId, fileName } = await demandReceiving(core, person, uploadId);
    return { actor: await proveMember(core, person, communityId, permissions["uploads.create"]), uploadId, fileName };
  }

  app.addContentTypeParser("application/offset+octet-stream", (_request, _payload, done) => done(null));

  app.post(PATH, async (request, reply) => {
    const metadata = readMetadata(String(request.headers["upload-metadata"] ?? ""));
    const communityId = idSchema.safeParse(metadata.communityId);
    if (!communityId.success) throw new DomainError("invalid", "upload-metadata-incomplete", { missing: "communityId" });
    const actor = await proveMember(core, await producerOf(core, request), communityId.data, permissions["uploads.create"]);
    await hand(request, reply, { actor, uploadId: randomUUID(), fileName: plainName(metadata.fileName ?? "") });
  });

  app.route<{ Params: { uploadId: string } }>({
    method: "HEAD",
    url: `${PATH}/:uploadId`,
    handler: async (request, reply) => {
      const call = await admit(request);
      const upload = await store.getUpload(call.uploadId).catch(() => null);
      // All bytes came, but the process died before it could say so.
      if (upload && upload.size === upload.offset) {
        await complete(call.actor, call.uploadId);
        return reply.headers({ "tus-resumable": "1.0.0", "upload-offset": upload.offset, "upload-length": upload.size ?? 0 }).send();
      }
      await hand(request, reply, call);
    },
  });

  app.route<{ Params: { uploadId: string } }>({
    method: ["PATCH", "DELETE"],
    url: `${PATH}/:uploadId`,
    handler: async (request, reply) => hand(request, reply, await admit(request)),
  });

  /** Finishes what a killed process left complete, and forgets what nobody went on with. */
  async function sweep(): Promise<void> {
    await tus.cleanUpExpiredUploads();
    for (const { id, communityId, createdById } of await uploadsUnderWay(core, new Date(Date.now() - KEPT_MS))) {
      const upload = await store.getUpload(id).catch(() => null);
      if (!upload || upload.size !== upload.offset) continue;
      const actor = await proveMember(core, { ...anonymous, userId: createdById }, communityId, permissions["uploads.create"]).catch(
        () => null,
      );
      if (actor) await complete(actor, id);
    }
  }
  const sweepSafely = () => sweep().catch((error) => core.log.error({ err: error }, "sweep of uploads failed"));
  const timer = setInterval(sweepSafely, DAY_MS);
  timer.unref();
  app.addHook("onReady", async () => void sweepSafely());
  app.addHook("onClose", async () => clearInterval(timer));
}

/** The fields of an `Upload-Metadata` header (tus 1.0, creation extension); none when it is missing or malformed. */
function readMetadata(header: string): Record<string, string | null> {
  try {
    return Metadata.parse(header);
  } catch {
    return {};
  }
}
