import { SaxesParser } from "saxes";
import { LIMITS, StyleFileError } from "./model/style-file-error.ts";

/** An element of a style file. Names are local names: files use various prefixes, and some do not declare them. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  /** Its own text, without its children's. */
  text: string;
}

/**
 * Parses a small XML document into memory. A document type without definitions is allowed, because QGIS writes one; nothing is fetched, and
 * no entity but the five of XML exists.
 *
 * @throws StyleFileError with the line
 */
export function parseXml(text: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open: Element[] = [root];
  let elements = 0;
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw new StyleFileError("style-file-broken", { line: parser.line, reason: error.message.replace(/^[\d:]+\s*/, "") });
  });
  parser.on("doctype", (doctype) => {
    if (doctype.includes("[")) throw new StyleFileError("style-file-entities", { line: parser.line });
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (open.length > LIMITS.depth) throw new StyleFileError("style-file-too-deep", { line: parser.line, max: LIMITS.depth });
    if (++elements > LIMITS.parts) throw new StyleFileError("style-file-too-many-parts", { max: LIMITS.parts });
    const named = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [localName(key), value]));
    const element: Element = { name: localName(name), attributes: named, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (added: string) => {
    const at = open.at(-1);
    if (!at) return;
    at.text += added;
    // The text of a label is mixed with its fields, in order.
    if (at.name === "Label" && added.trim() !== "") at.children.push({ name: "Literal", attributes: {}, children: [], text: added });
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  const [document] = root.children;
  if (!document) throw new StyleFileError("style-file-empty");
  return document;
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

/** The children of a name. */
export function all(from: Element | undefined, name: string): Element[] {
  return from?.children.filter((child) => child.name === name) ?? [];
}

/** The first element at a path of local names. */
export function at(from: Element | undefined, path: string): Element | undefined {
  let found = from;
  for (const name of path.split("/")) found = found?.children.find((child) => child.name === name);
  return found;
}

/** The trimmed text at a path; undefined when the element is missing or empty. */
export function textAt(from: Element | undefined, path: string): string | undefined {
  return at(from, path)?.text.trim() || undefined;
}

export function escaped(text: string): string {
  // Characters that XML 1.0 does not have are left out: no reader would open the file.
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
