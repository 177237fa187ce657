import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Core } from "../../kernel/core.ts";
import { perCore } from "../../kernel/per-core.ts";
import { derivedKey } from "../../kernel/sealed.ts";
import type { EventMark } from "../../modules/live/service.ts";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

const keyOf = perCore((core: Core) => derivedKey(core, "event-ids"));

/**
 * The id of an event for a page. Events of the whole platform share one sequence: its numbers, and the gaps between them, would tell each page how much
 * happens in layers and communities that it does not see. So each id is another text, also for the same number.
 */
export function eventIdOf(core: Core, { sequence, at }: EventMark): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(core), iv);
  const numbers = Buffer.alloc(16);
  numbers.writeDoubleBE(sequence, 0);
  numbers.writeDoubleBE(at, 8);
  return Buffer.concat([iv, cipher.update(numbers), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

/** Before every event: a page with an id that nobody gave reloads everything. */
const UNKNOWN: EventMark = { sequence: -1, at: 0 };

/** What an event id means. */
export function readEventId(core: Core, text: string): EventMark {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== IV_BYTES + 16 + TAG_BYTES) return UNKNOWN;
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(core), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const numbers = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return { sequence: numbers.readDoubleBE(0), at: numbers.readDoubleBE(8) };
  } catch {
    return UNKNOWN;
  }
}
