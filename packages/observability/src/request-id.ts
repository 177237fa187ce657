import { AsyncLocalStorage } from "node:async_hooks";
import { randomFillSync } from "node:crypto";

/** Lower-case letters and digits that cannot be confused when a person reads the id to support: no i, l, o, 0, 1. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH = 12;
/** Form of an id that we accept from a proxy in front of us (nginx's `$request_id`, a UUID). Any other text could forge log lines. */
const ACCEPTED = /^[A-Za-z0-9][A-Za-z0-9._-]{5,63}$/;

/** Random bytes for many ids: asking for each byte alone takes longer than all else that a short request does. */
const bytes = new Uint8Array(4096);
let used = bytes.length;

function randomLetter(): string {
  for (;;) {
    if (used === bytes.length) {
      randomFillSync(bytes);
      used = 0;
    }
    // Five bits name 32 letters. A number beyond the alphabet is left out, so that all letters are equally likely.
    const letter = ALPHABET[(bytes[used++] ?? 0) & 31];
    if (letter !== undefined) return letter;
  }
}

const store = new AsyncLocalStorage<string>();

/** The request's id: from the header when that is well-formed, else a new one of 12 characters. */
export function requestIdOf(header: string | string[] | undefined): string {
  if (typeof header === "string" && ACCEPTED.test(header)) return header;
  let id = "";
  while (id.length < LENGTH) id += randomLetter();
  return id;
}

/** Runs `work` as part of a request: `currentRequestId()` and all its log lines carry the id. */
export function withRequestId<T>(id: string, work: () => T): T {
  return store.run(id, work);
}

/** The id of the request that this code runs for; undefined outside of a request. */
export function currentRequestId(): string | undefined {
  return store.getStore();
}
