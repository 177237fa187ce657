import { AsyncLocalStorage } from "node:async_hooks";
import { randomInt } from "node:crypto";

/** Lower-case letters and digits that nobody confuses when a person reads the id out to support: no i, l, o, 0, 1. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 12;
/** What we accept from a proxy in front of us (nginx's `$request_id`, a UUID). Anything else could forge log lines. */
const ACCEPTED = /^[A-Za-z0-9][A-Za-z0-9._-]{5,63}$/;

const store = new AsyncLocalStorage<string>();

/** The id of a request: the one it came with when that is well-formed, else a new one of 12 characters. */
export function requestIdOf(header: string | string[] | undefined): string {
  if (typeof header === "string" && ACCEPTED.test(header)) return header;
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** Runs `work` as part of a request: `currentRequestId()` and the log lines of all that it starts name it. */
export function withRequestId<T>(id: string, work: () => T): T {
  return store.run(id, work);
}

/** The request that this code runs for; undefined outside of one. */
export function currentRequestId(): string | undefined {
  return store.getStore();
}
