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
  /** Digest of the layers with their versions, and of the rules with theirs; null in codes that were printed before they had it. */
  sources: Buffer | null;
}

/** The second has `sources`. */
const FORMATS = [1, 2];
const SOURCES_BYTES = 8;
const LOCALES = locale.options;
const HEAD_BYTES = 1 + 16 + 4 + 1 + 8 + 2 + 2 + 1;

/** Bytes instead of JSON: a QR code must stay small enough for a telephone to read. The label of a point is not in it. */
export function writeCode(answer: SignedAnswer & { sources: Buffer }): Buffer {
  const { portalId, createdAt, locale: language, asked, whole, place, names, themes, sources } = answer;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(Math.floor(Date.parse(createdAt) / 1000), 0);
  head.writeUInt8(LOCALES.indexOf(language), 4);
  const parts = [Buffer.of(2), Buffer.from(portalId.replaceAll("-", ""), "hex"), head, whole, place, names, Buffer.of(themes.length)];
  return Buffer.concat([...parts, themes, sources, placeBytes(asked)]);
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

/** Null when the bytes are not such a code; who wrote it, only its signature says. */
export function readCode(bytes: Buffer): SignedAnswer | null {
  const [format = 0] = bytes;
  if (bytes.length < HEAD_BYTES + 2 || !FORMATS.includes(format)) return null;
  const portalId = bytes.toString("hex", 1, 17).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const language = LOCALES[bytes.readUInt8(21)];
  const count = bytes.readUInt8(34);
  const end = HEAD_BYTES + count;
  const asked = placeIn(bytes.subarray(format === 1 ? end : end + SOURCES_BYTES));
  if (!id.safeParse(portalId).success || language === undefined || asked === null) return null;
  return {
    portalId,
    createdAt: new Date(bytes.readUInt32BE(17) * 1000).toISOString(),
    locale: language,
    asked,
    whole: bytes.subarray(22, 30),
    place: bytes.subarray(30, 32),
    names: bytes.subarray(32, 34),
    themes: bytes.subarray(HEAD_BYTES, end),
    sources: format === 1 ? null : bytes.subarray(end, end + SOURCES_BYTES),
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
