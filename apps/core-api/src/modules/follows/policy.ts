import { createHmac, timingSafeEqual } from "node:crypto";
import type { Place } from "@archipel/answers/report/place.ts";
import { isPointLabel, parcelName } from "@archipel/answers/report/place-label.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { FollowKind, FollowSubject } from "@archipel/contracts/follows.ts";
import { id } from "@archipel/contracts/ids.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";

/**
 * What a mail's link stops: what the person follows of one dataset, of one portal (its new datasets, its news, its alerts), or one place (by the id of its follow). A guest has no
 * account: the person is the follow itself.
 */
export interface Stop {
  personId: string;
  kind: FollowKind | "guest";
  subjectId: string;
}

/** A mail's link keeps the place of its kind in this list: new kinds come at the end. */
const KINDS = ["dataset", "portal", "place", "guest", "news", "alerts"] as const satisfies Stop["kind"][];
const ID_BYTES = 16;
const CONTENT_BYTES = 1 + 2 * ID_BYTES;
const SIGNATURE_BYTES = 16;

/** Distinguishes two subjects of one kind. A point is the same at 1 cm, whatever its name. */
export function subjectKeyOf(subject: FollowSubject): string {
  if (subject.kind === "dataset") return subject.datasetId;
  if (subject.kind !== "place") return subject.kind === "portal" ? "" : subject.kind;
  const { place } = subject;
  if (place.kind === "parcels") return [...new Set(place.ids)].sort().join(",");
  return place.kind === "point" ? `${place.lon.toFixed(7)},${place.lat.toFixed(7)}` : "";
}

/**
 * What a followed place is called in mails and lists: its address, its parcels, else the parcel or the commune that the point is in. Bare
 * coordinates say nothing to the person who reads a mail weeks later.
 */
export function followedName({ label, parcels, parcelHere, commune }: Place, locale: Locale): string {
  const t = translator(locale, "follows");
  if (!parcels && !isPointLabel(label)) return label;
  const ids = parcels?.map(({ id }) => id) ?? (parcelHere === undefined ? [] : [parcelHere]);
  const names = ids.map(parcelName).join(", ");
  if (ids.length > 0) return t("place.parcels", { count: ids.length, names, commune: commune.name || "none" });
  return commune.name === "" ? label : t("place.point", { commune: commune.name, place: label });
}

/** The page of a place on a portal, below the language, as its site reads it. */
export function answerPath(place: AnswerPlace): string {
  const query = new URLSearchParams();
  if (place.kind === "parcels") query.set("parcels", place.ids.join(","));
  if (place.kind === "point") {
    query.set("lon", String(place.lon));
    query.set("lat", String(place.lat));
    if (place.precision !== "exact") query.set("precision", place.precision);
    if (place.label) query.set("label", place.label);
  }
  return `answer?${query}`;
}

/** A token of 49 bytes that only this platform can write. */
export function stopToken(key: Buffer, { personId, kind, subjectId }: Stop): string {
  const content = Buffer.concat([Buffer.of(KINDS.indexOf(kind)), bytesOf(personId), bytesOf(subjectId)]);
  return Buffer.concat([content, signatureOf(key, content)]).toString("base64url");
}

/** Null when nobody of this platform wrote the token. */
export function readStopToken(key: Buffer, token: string): Stop | null {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== CONTENT_BYTES + SIGNATURE_BYTES) return null;
  const content = bytes.subarray(0, CONTENT_BYTES);
  if (!timingSafeEqual(signatureOf(key, content), bytes.subarray(CONTENT_BYTES))) return null;
  const kind = KINDS[content.readUInt8(0)];
  const [personId, subjectId] = [idIn(content, 1), idIn(content, 1 + ID_BYTES)];
  return kind && id.safeParse(personId).success && id.safeParse(subjectId).success ? { personId, kind, subjectId } : null;
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");
const idIn = (bytes: Buffer, at: number) =>
  bytes.toString("hex", at, at + ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const signatureOf = (key: Buffer, content: Buffer) => createHmac("sha256", key).update(content).digest().subarray(0, SIGNATURE_BYTES);
