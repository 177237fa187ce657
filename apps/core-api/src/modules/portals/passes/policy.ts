import { createHmac, timingSafeEqual } from "node:crypto";

/** Begins every pass, so that no session token and no key is taken for one. */
const PREFIX = "portal-pass";
const HOUR_MS = 3_600_000;
/** A manager's pass opens the portal for at least this long, at most an hour more. */
const PASS_HOURS = 12;

/** What a pass says: the portal, and until which hour since 1970 it opens it; null: it is the private link, as long as that exists. */
export interface Pass {
  readonly portalId: string;
  readonly untilHour: number | null;
}

export const isPass = (token: string): boolean => token.startsWith(`${PREFIX}.`);

/** @param linkKey what the private link is made from now: with another key the same link is another one */
export function passText(key: Buffer, { portalId, untilHour }: Pass, linkKey: string | null): string {
  return `${PREFIX}.${portalId}.${untilHour ?? "link"}.${signatureOf(key, portalId, untilHour, linkKey)}`;
}

/** What a text says that it is a pass to; null: not a pass. Nothing is proved yet. */
export function readPass(text: string): Pass | null {
  const [, portalId, until] = /^portal-pass\.([0-9a-f-]{36})\.(link|\d{1,9})\.[\w-]{43}$/.exec(text) ?? [];
  if (portalId === undefined || until === undefined) return null;
  return { portalId, untilHour: until === "link" ? null : Number(until) };
}

/** Whether the platform made the pass, and it is not over. @param linkKey the one that the portal has now */
export function isGenuine(key: Buffer, text: string, { pass, linkKey, now }: { pass: Pass; linkKey: string | null; now: Date }): boolean {
  if (pass.untilHour === null ? linkKey === null : hourOf(now) > pass.untilHour) return false;
  const [given, expected] = [Buffer.from(text), Buffer.from(passText(key, pass, linkKey))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The last hour of a pass that is given now. The same for all who ask within an hour, so that an address that contains it is kept. */
export const untilHourAt = (now: Date): number => hourOf(now) + PASS_HOURS;

const hourOf = (at: Date) => Math.floor(at.getTime() / HOUR_MS);

function signatureOf(key: Buffer, portalId: string, untilHour: number | null, linkKey: string | null): string {
  return createHmac("sha256", key)
    .update(untilHour === null ? `link ${portalId} ${linkKey}` : `pass ${portalId} ${untilHour}`)
    .digest("base64url");
}
