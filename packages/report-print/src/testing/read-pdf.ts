import { inflateSync } from "node:zlib";

interface Tag {
  kind: string;
  alt: string | null;
  scope: string | null;
  /** Its language, when it is not that of what it is in. */
  lang: string | null;
}

/** What tests look at in a PDF of our engine. */
interface ReadPdf {
  catalogue: string;
  metadata: string;
  pageCount: number;
  tags: Tag[];
  /** The languages that parts of tagged texts name, as often as they do. */
  partLanguages: string[];
  fonts: { name: string; isEmbedded: boolean }[];
  /** The bookmarks, with their pages. */
  outline: { title: string; page: number }[];
  /** The pages that the entries of the contents link to, in their order. */
  contents: number[];
}

/** Reads a PDF as our engine writes it: its objects are found by their headers, and no object is encrypted. Not a general reader. */
export function readPdf(file: Buffer): ReadPdf {
  const objects = objectsIn(file);
  const all = [...objects.values()];
  const pages = pageIdsIn(objects);
  const catalogue = find(all, /\/Type\s*\/Catalog\b/).body;
  const pageOf = (destination: string) => pages.indexOf(Number(/\[?\s*(\d+) 0 R/.exec(destination)?.[1] ?? 0)) + 1;
  const metadata = find(all, /\/Type\s*\/Metadata\b/).stream.toString("utf8");
  return {
    catalogue,
    metadata,
    pageCount: pages.length,
    tags: all
      .filter(({ body }) => /\/Type\s*\/StructElem\b/.test(body))
      .map(({ body }) => ({
        kind: /\/S\s*\/(\w+)/.exec(body)?.[1] ?? "",
        alt: textAfter(body, "/Alt"),
        scope: /\/Scope\s*\/(\w+)/.exec(body)?.[1] ?? null,
        lang: textAfter(body, "/Lang"),
      })),
    partLanguages: all.flatMap(({ stream }) =>
      [...stream.toString("latin1").matchAll(/\/Span\s*<<[^>]*\/Lang\s*\((\w+)\)[^>]*>>\s*BDC/g)].map(([, lang = ""]) => lang),
    ),
    fonts: all
      .filter(({ body }) => /\/Type\s*\/FontDescriptor\b/.test(body))
      .map(({ body }) => ({ name: /\/FontName\s*\/(\S+)/.exec(body)?.[1] ?? "", isEmbedded: /\/FontFile[23]\b/.test(body) })),
    outline: outlineIn(objects, catalogue, pageOf),
    contents: contentsIn(objects, pages, pageOf),
  };
}

interface PdfObject {
  body: string;
  stream: Buffer;
}

const NOTHING: PdfObject = { body: "", stream: Buffer.alloc(0) };

function find(all: readonly PdfObject[], pattern: RegExp): PdfObject {
  return all.find(({ body }) => pattern.test(body)) ?? NOTHING;
}

function objectsIn(file: Buffer): Map<number, PdfObject> {
  const text = file.toString("latin1");
  const objects = new Map<number, PdfObject>();
  for (const { 1: id = "", index = 0, 0: header } of text.matchAll(/(?:^|\n)(\d+) 0 obj\s/g)) {
    const start = index + header.length;
    const end = text.indexOf("endobj", start);
    const streamAt = /\bstream\r?\n/.exec(text.slice(start, end));
    const body = streamAt ? text.slice(start, start + streamAt.index) : text.slice(start, end);
    const length = Number(/\/Length (\d+)/.exec(body)?.[1] ?? 0);
    const from = streamAt ? start + streamAt.index + streamAt[0].length : 0;
    const raw = streamAt ? file.subarray(from, from + length) : NOTHING.stream;
    const stream = /\/FlateDecode/.test(body) && raw.length > 0 ? inflateSync(raw) : raw;
    objects.set(Number(id), { body, stream });
    if (/\/Type\s*\/ObjStm\b/.test(body))
      for (const [inner, content] of packedIn(body, stream)) objects.set(inner, { body: content, stream: NOTHING.stream });
  }
  return objects;
}

/** Objects without streams, many in one. */
function packedIn(body: string, stream: Buffer): [id: number, content: string][] {
  const text = stream.toString("latin1");
  const first = Number(/\/First (\d+)/.exec(body)?.[1] ?? 0);
  const numbers = text.slice(0, first).trim().split(/\s+/).map(Number);
  return Array.from({ length: numbers.length / 2 }, (_, index) => {
    const at = first + (numbers[2 * index + 1] ?? 0);
    const next = numbers[2 * index + 3];
    return [numbers[2 * index] ?? 0, text.slice(at, next === undefined ? undefined : first + next)];
  });
}

function pageIdsIn(objects: ReadonlyMap<number, PdfObject>): number[] {
  const root = [...objects.values()].find(({ body }) => /\/Type\s*\/Catalog\b/.test(body))?.body ?? "";
  const walk = (id: number): number[] => {
    const body = objects.get(id)?.body ?? "";
    if (/\/Type\s*\/Page\b/.test(body)) return [id];
    const kids = /\/Kids\s*\[([^\]]*)\]/.exec(body)?.[1] ?? "";
    return [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, kid]) => walk(Number(kid)));
  };
  return walk(Number(/\/Pages (\d+) 0 R/.exec(root)?.[1] ?? 0));
}

/** A text string after a key: literal or hexadecimal, in UTF-16 when it begins with its mark. */
function textAfter(body: string, key: string): string | null {
  const at = body.indexOf(`${key}(`) >= 0 ? body.indexOf(`${key}(`) : body.indexOf(`${key} (`);
  if (at >= 0) return decoded(literalAt(body, body.indexOf("(", at)));
  const hex = new RegExp(`${key}\\s*<([0-9A-Fa-f\\s]*)>`).exec(body)?.[1];
  return hex === undefined ? null : decoded(Buffer.from(hex.replaceAll(/\s/g, ""), "hex"));
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function literalAt(body: string, open: number): Buffer {
  let depth = 1;
  let text = "";
  for (let at = open + 1; at < body.length; at++) {
    const character = body.charAt(at);
    if (character === "\\") {
      const octal = /^[0-7]{1,3}/.exec(body.slice(at + 1, at + 4))?.[0];
      const next = body.charAt(at + 1);
      text += octal === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(octal, 8));
      at += octal?.length ?? 1;
      continue;
    }
    if (character === "(") depth++;
    if (character === ")" && --depth === 0) break;
    text += character;
  }
  return Buffer.from(text, "latin1");
}

function decoded(bytes: Buffer): string {
  return bytes[0] === 0xfe && bytes[1] === 0xff ? Buffer.from(bytes.subarray(2)).swap16().toString("utf16le") : bytes.toString("latin1");
}

function outlineIn(objects: ReadonlyMap<number, PdfObject>, catalogue: string, pageOf: (destination: string) => number) {
  const list: ReadPdf["outline"] = [];
  const walk = (id: number | null): void => {
    if (id === null) return;
    const body = objects.get(id)?.body ?? "";
    const destination = /\/Dest\s*\[([^\]]*)\]/.exec(body)?.[1] ?? /\/Dest (\d+ 0 R)/.exec(body)?.[1] ?? "";
    const title = textAfter(body, "/Title");
    if (title !== null) list.push({ title, page: pageOf(destinationIn(objects, destination)) });
    walk(referenceIn(body, "/First"));
    walk(referenceIn(body, "/Next"));
  };
  walk(referenceIn(catalogue, "/Outlines"));
  return list;
}

function referenceIn(body: string, key: string): number | null {
  const id = new RegExp(`${key} (\\d+) 0 R`).exec(body)?.[1];
  return id === undefined ? null : Number(id);
}

/** A destination that is an object of its own is looked up. */
function destinationIn(objects: ReadonlyMap<number, PdfObject>, destination: string): string {
  const id = Number(/^(\d+) 0 R$/.exec(destination.trim())?.[1] ?? 0);
  const body = objects.get(id)?.body ?? "";
  return /^\s*\[/.test(body) ? body : destination;
}

/** Links within the document, page by page. Only the contents have some; a long entry may have two. */
function contentsIn(objects: ReadonlyMap<number, PdfObject>, pages: readonly number[], pageOf: (destination: string) => number): number[] {
  const targets = pages.flatMap((page) => {
    const list = /\/Annots\s*\[([^\]]*)\]/.exec(objects.get(page)?.body ?? "")?.[1] ?? "";
    return [...list.matchAll(/(\d+) 0 R/g)].map(([, id]) => objects.get(Number(id))?.body ?? "");
  });
  return targets
    .map((body) => /\/(?:Dest|D)\s*(\[[^\]]*\]|\d+ 0 R)/.exec(body)?.[1])
    .filter((destination) => destination !== undefined)
    .map((destination) => pageOf(destinationIn(objects, destination)));
}
