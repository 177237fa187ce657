import { z } from "zod";

/** Every identifier on the wire is a UUID string; nothing else (an object, an operator) gets past this. */
export const id = z.uuid();

/** A community as a request names it: not proven yet. */
export const communityId = z.uuid();

declare const proven: unique symbol;

/**
 * A community that the caller was proven to act in. Queries demand one, so they cannot be reached by a request that proved
 * nothing.
 */
export type CommunityId = string & { readonly [proven]: true };

/** Mints the proof. Only for core-api's gate and job runner, and for tests' factories. */
export function provenCommunityId(value: string): CommunityId {
  return id.parse(value) as CommunityId;
}
