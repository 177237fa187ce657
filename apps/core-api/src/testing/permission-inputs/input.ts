import { randomUUID } from "node:crypto";
import type { Caller, PermissionWorld } from "../permission-world.ts";

/** An input for a procedure that succeeds for a caller with the right. What a call uses up is created for each call. */
export type InputOf = (world: PermissionWorld, caller: Caller) => unknown | Promise<unknown>;

export const inCommunity: InputOf = ({ communityId }) => ({ communityId });
export const unique = (word: string) => `${word}-${randomUUID().slice(0, 8)}`;
