import { PLACE_PRECISIONS } from "@archipel/contracts/answer-places.ts";
import { type AskedPlace, askedPlace } from "@archipel/contracts/answers.ts";
import { id } from "@archipel/contracts/ids.ts";
import { type Locale, locale } from "@archipel/contracts/text.ts";

/** What a QR code says of a report: what was asked, and digests of what was answered. */
export interface SignedAnswer {
  portalId: string;
  /** To the second. */
  createdAt: string;
  locale: Locale;
  asked: Exclude<AskedPlace, { kind: "drawn" }>;
  whole: Buffer;
  place: Buffer;
  names: Buffer;
  /** One byte of each theme. */
  themes: Buffer;
}

const FORMAT = 1;
const LOCALES = locale.options;
const HEAD_BYTES = 1 + 16 + 4 + 1 + 8 + 2 + 2 + 1;

/** Bytes instead of JSON: a QR code must stay small enough for a telephone to read. The label of a point is not in it. */
export function writeToken({ portalId, createdAt, locale: language, asked, whole, place, names, themes }: SignedAnswer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(Math.floor(Date.parse(createdAt) / 1000), 0);
  head.writeUInt8(LOCALES.indexOf(language), 4);
  const parts = [Buffer.of(FORMAT), Buffer.from(portalId.replaceAll("-", ""), "hex"), head, whole, place, names, Buffer.of(themes.length)];
  return Buffer.concat([...parts, themes, placeBytes(asked)]);
}

function placeBytes(asked: SignedAnswer["asked"]): Buffer {
  if (asked.kind === "parcels") return Buffer.concat([Buffer.of(1), Buffer.from(asked.ids.join(","), "latin1")]);
  if (asked.kind === "link") return Buffer.concat([Buffer.of(2), Buffer.from(asked.id, "latin1")]);
  const bytes = Buffer.alloc(18);
  bytes.writeUInt8(PLACE_PRECISIONS.indexOf(asked.precision), 1);
  bytes.writeDoubleBE(asked.lon, 2);
  bytes.writeDoubleBE(asked.lat, 10);
  return bytes;
}

/** Null when the bytes are not such a token; whether we wrote it, only its signature says. */
export function readToken(bytes: Buffer): SignedAnswer | null {
  if (bytes.length < HEAD_BYTES + 2 || bytes[0] !== FORMAT) return null;
  const portalId = bytes.toString("hex", 1, 17).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const language = LOCALES[bytes.readUInt8(21)];
  const count = bytes.readUInt8(34);
  const asked = placeIn(bytes.subarray(HEAD_BYTES + count));
  if (!id.safeParse(portalId).success || language === undefined || asked === null) return null;
  return {
    portalId,
    createdAt: new Date(bytes.readUInt32BE(17) * 1000).toISOString(),
    locale: language,
    asked,
    whole: bytes.subarray(22, 30),
    place: bytes.subarray(30, 32),
    names: bytes.subarray(32, 34),
    themes: bytes.subarray(HEAD_BYTES, HEAD_BYTES + count),
  };
}

function placeIn(bytes: Buffer): SignedAnswer["asked"] | null {
  const wanted = bytes[0] === 0 ? pointIn(bytes) : namedIn(bytes);
  const { data } = askedPlace.safeParse(wanted);
  return data && data.kind !== "drawn" ? data : null;
}

function pointIn(bytes: Buffer) {
  if (bytes.length !== 18) return null;
  return { kind: "point", precision: PLACE_PRECISIONS[bytes.readUInt8(1)], lon: bytes.readDoubleBE(2), lat: bytes.readDoubleBE(10) };
}

function namedIn(bytes: Buffer) {
  const text = bytes.toString("latin1", 1);
  return bytes[0] === 1 ? { kind: "parcels", ids: text.split(",") } : bytes[0] === 2 ? { kind: "link", id: text } : null;
}
