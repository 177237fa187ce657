import { z } from "zod";

/** Every identifier on the wire is a UUID string. Without this check, Prisma would accept `{gt: 0}` as an id. */
export const id = z.uuid();

/** A community id from a request, not yet proven. */
export const communityId = z.uuid();

declare const proven: unique symbol;

/**
 * A community in which the caller is proven to act. Queries take this type, so an unproven request cannot reach them.
 */
export type CommunityId = string & { readonly [proven]: true };

/** Makes the proof. Only for core-api's gate and job runner, and for tests' factories. */
export function provenCommunityId(value: string): CommunityId {
  return id.parse(value) as CommunityId;
}
