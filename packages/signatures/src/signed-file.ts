import { signCompact } from "./compact.ts";
import type { Signer } from "./keys.ts";
import type { Statement } from "./statement.ts";

export type FileKind = "pdf" | "json";
const TYPES = { pdf: "application/pdf", json: "application/json" } as const;

/** Between the content of a file and its signature. In a PDF it is a comment; the end of the file is repeated after it, where readers look for it. */
const MARKS: Readonly<Record<FileKind, string>> = { pdf: "\n%archipel-answer ", json: ',"signature":"' };
const JWS = /^[\w-]+\.[\w-]+\.[\w-]+/;

const encoder = new TextEncoder();
const latin = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/**
 * A file with the signature of its bytes at its end: a PDF stays a PDF, and an object of JSON gets a last member `signature`.
 *
 * @param content a PDF, or the text of an object of JSON with a member at least, in UTF-8
 */
export async function signFile(kind: FileKind, content: Uint8Array, said: Omit<Statement, "file">, signer: Signer): Promise<Uint8Array> {
  const file = { type: TYPES[kind], bytes: content.length, sha256: await sha256(content) };
  const jws = await signCompact(encoder.encode(JSON.stringify({ ...said, file })), signer);
  const body = kind === "json" ? content.subarray(0, -1) : content;
  return joined(body, encoder.encode(MARKS[kind] + jws + tailOf(kind, content)));
}

/** A file taken apart: its content as it was signed, and its signature; null when it has none, or anything else after it. */
export function readSignedFile(file: Uint8Array): { kind: FileKind; content: Uint8Array; jws: string } | null {
  const kind = latin(file.subarray(0, 5)) === "%PDF-" ? "pdf" : "json";
  const text = latin(file);
  const at = text.lastIndexOf(MARKS[kind]);
  if (at < 0) return null;
  const [jws = ""] = JWS.exec(text.slice(at + MARKS[kind].length)) ?? [];
  const before = file.subarray(0, at);
  const content = kind === "json" ? joined(before, encoder.encode("}")) : before;
  return text.slice(at + MARKS[kind].length) === jws + tailOf(kind, content) ? { kind, content, jws } : null;
}

/** What follows the signature. */
function tailOf(kind: FileKind, content: Uint8Array): string {
  if (kind === "json") return '"}';
  const [end = ""] = /startxref\s+\d+\s+%%EOF\s*$/.exec(latin(content.subarray(-1024))) ?? [];
  return `\n${end.trimEnd()}\n`;
}

/** In hexadecimal. */
export async function sha256(content: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(content)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
