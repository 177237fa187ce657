import { randomBytes } from "node:crypto";
import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { NoSuchObjectError, type ObjectStore } from "@archipel/storage/object-store.ts";
import { openConfiguredStore } from "../../compose.ts";
import type { Env } from "../../env.ts";
import { spaceLeft } from "../../kernel/disk-space.ts";
import { type CheckLine, linesOf, reasonOf, sizeOf } from "./line.ts";

/** Writes an object of a few bytes, reads it back, and deletes it. */
export async function checkObjects(env: Env, store: ObjectStore = openConfiguredStore(env)): Promise<CheckLine[]> {
  const { ok, warning, error } = linesOf("object storage");
  const place = env.S3_ENDPOINT ? `bucket ${env.S3_BUCKET} at ${env.S3_ENDPOINT}` : path.join(env.ARCHIPEL_DATA, "objects");
  const probe = randomBytes(64);
  let key: string;
  try {
    ({ key } = await store.put(Readable.from([probe])));
  } catch (fault) {
    return [error(`nothing can be written to ${place}: ${faultOf(fault)}`, repairOf(env, fault))];
  }
  let isSame: boolean;
  try {
    isSame = (await buffer(await store.get(key))).equals(probe);
  } catch (fault) {
    return [error(`an object was written to ${place} and cannot be read: ${faultOf(fault)}`, repairOf(env, fault))];
  }
  try {
    await store.delete(key);
  } catch (fault) {
    return [
      warning(
        `an object of ${place} cannot be deleted: ${faultOf(fault)}`,
        "allow the key to delete objects: what nobody refers to any more is deleted by the platform",
      ),
    ];
  }
  return [
    isSame
      ? ok(`${place}: written, read, deleted`)
      : error(`${place} returned other bytes than were written`, "check the service: something between changes what is stored"),
  ];
}

function faultOf(fault: unknown): string {
  return fault instanceof NoSuchObjectError ? "the bucket does not exist" : reasonOf(fault);
}

function repairOf(env: Env, fault: unknown): string {
  if (!env.S3_ENDPOINT) return "create the folder, and let the account of the platform own it (chown archipel: …)";
  if (fault instanceof NoSuchObjectError) return "create the bucket, or correct S3_BUCKET";
  if (/answered 40[13]/.test(reasonOf(fault)))
    return "correct S3_ACCESS_KEY, S3_SECRET_KEY and S3_REGION, or the rights of the key on the bucket";
  return "correct S3_ENDPOINT, and check that this machine reaches it";
}

/** The folder of the platform's own files: owned, closed to others, with more free space than uploads must leave. */
export async function checkDisk(env: Env): Promise<CheckLine[]> {
  const { ok, warning, error } = linesOf("data folder");
  const folder = env.ARCHIPEL_DATA;
  const owner = "let the account of the platform own it: chown archipel: … && chmod 750 …";
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (fault) {
    const isAbsent = fault instanceof Error && "code" in fault && fault.code === "ENOENT";
    return [
      error(`${folder} ${isAbsent ? "does not exist" : "cannot be written by this account"}`, isAbsent ? `create it, and ${owner}` : owner),
    ];
  }
  const lines: CheckLine[] = [];
  if (!path.isAbsolute(folder))
    lines.push(
      warning(`ARCHIPEL_DATA=${folder} depends on the folder in which a process starts`, "set an absolute path, such as /var/lib/archipel"),
    );
  if (((await stat(folder)).mode & 0o007) !== 0)
    lines.push(warning(`${folder} is open to all accounts of this machine`, `chmod o-rwx ${folder}`));
  const reserve = env.STORAGE_RESERVE_BYTES;
  const left = await spaceLeft(folder, reserve);
  const text = `${folder} has ${sizeOf(left + reserve)} free, of which uploads leave ${sizeOf(reserve)}`;
  const repair = "free some space or enlarge the disk";
  if (left <= 0) lines.push(error(`${text}: no file can be sent`, `${repair}, or lower STORAGE_RESERVE_BYTES`));
  else if (left < env.UPLOAD_MAX_BYTES)
    lines.push(warning(`${text}: less than one largest upload (${sizeOf(env.UPLOAD_MAX_BYTES)}) fits`, repair));
  else lines.push(ok(text));
  return lines;
}
