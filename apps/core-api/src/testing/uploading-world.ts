import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Role } from "@archipel/contracts/members.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { getUpload } from "../modules/deliveries/uploads/service/read.ts";
import { completeUpload, openUpload } from "../modules/deliveries/uploads/service/receive.ts";
import { jobOver, startTestRunner } from "./run-jobs.ts";
import { createTestCore } from "./test-core.ts";

/** A new member, of a new community unless the community of another member is given. */
export async function newPerson(core: Core, role: Role, community?: MemberActor): Promise<MemberActor> {
  const communityId = community?.communityId ?? (await createCommunity(core.database)).id;
  const user = await createMember(core.database, communityId, role);
  return { userId: user.id, isOperator: false, isSuspended: false, communityId, role };
}

/** Uploads a file and waits until it is checked. */
export async function uploadFile(core: Core, actor: MemberActor, fileName: string, content: string | Uint8Array): Promise<Upload> {
  const id = randomUUID();
  const bytes = Buffer.from(content);
  await openUpload(core, actor, { id, fileName, size: bytes.length });
  await completeUpload(core, actor, id, Readable.from([bytes]));
  return checkedUpload(core, actor, id);
}

/** An upload, once its check has ended. */
async function checkedUpload(core: Core, actor: MemberActor, uploadId: string): Promise<Upload> {
  const { jobId } = await getUpload(core, actor, uploadId);
  if (jobId) await jobOver(core, jobId);
  return getUpload(core, actor, uploadId);
}

/** For tests that upload files: a database, a core whose jobs run in this process, and the manager of a new community. */
export async function openUploadingWorld() {
  const database = await openTestDatabase();
  const base = await createTestCore(database);
  const { core, runner } = await startTestRunner(base);
  const manager = await newPerson(core, "manager");
  return {
    database,
    /** The core without the queue of the jobs, for a server. */
    base,
    core,
    runner,
    manager,
    uploadFile: (fileName: string, content: string | Uint8Array) => uploadFile(core, manager, fileName, content),
    checked: (uploadId: string) => checkedUpload(core, manager, uploadId),
    async close() {
      await runner.stop();
      await database.close();
    },
  };
}
export type UploadingWorld = Awaited<ReturnType<typeof openUploadingWorld>>;
