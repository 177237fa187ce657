import { SaxesParser } from "saxes";

/** An element of a small XML document. Names are local: ISO 19139 is written with many prefixes. */
export interface XmlElement {
  name: string;
  /** By local name. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** Its own text, without that of its children. */
  text: string;
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 100_000;
export const MAX_XML_BYTES = 8 * 1024 * 1024;

/** Why a text is no XML that we read. */
export class XmlError extends Error {
  override name = "XmlError";
}

/**
 * Reads a small XML document whole. A DOCTYPE is refused (entities are how XML attacks), as are depth and size that no record has.
 *
 * @throws XmlError
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > MAX_XML_BYTES) throw new XmlError("too large");
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open: XmlElement[] = [root];
  let elements = 0;
  const parser = new SaxesParser({ xmlns: true });
  const stop = (reason: string): never => {
    throw new XmlError(reason);
  };
  parser.on("error", (error) => stop(error.message));
  parser.on("doctype", () => stop("a DOCTYPE is not accepted"));
  parser.on("opentag", ({ local, attributes }) => {
    if (open.length > MAX_DEPTH) stop("nested too deep");
    if (++elements > MAX_ELEMENTS) stop("too many elements");
    const named = Object.fromEntries(Object.values(attributes).map((attribute) => [attribute.local, attribute.value]));
    const element: XmlElement = { name: local, attributes: named, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (text: string) => {
    const at = open.at(-1);
    if (at) at.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => void open.pop());
  parser.write(decodeXml(bytes)).close();
  const [document] = root.children;
  if (!document) throw new XmlError("empty");
  return document;
}

/** The text of an XML file: UTF-8 unless its declaration says otherwise. @throws XmlError */
export function decodeXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.replace(/^ï»¿/, ""))?.[1] ?? "utf-8";
  try {
    return new TextDecoder(declared).decode(bytes);
  } catch {
    throw new XmlError(`unknown encoding ${declared}`);
  }
}

/** Every element at a path of local names from this one (`*` is any). */
export function elementsAt(from: XmlElement, path: string): XmlElement[] {
  let found = [from];
  for (const name of path.split("/"))
    found = found.flatMap(({ children }) => children.filter((child) => name === "*" || child.name === name));
  return found;
}

/** All elements of a name below this one, in order. */
export function elementsNamed(from: XmlElement, name: string): XmlElement[] {
  return from.children.flatMap((child) => (child.name === name ? [child] : elementsNamed(child, name)));
}

/** The text of an element with that of its children, blanks collapsed. */
export function textWithin(element: XmlElement): string {
  const gather = ({ text, children }: XmlElement): string => [text, ...children.map(gather)].join(" ");
  return gather(element).replace(/\s+/g, " ").trim();
}

/** The text at a path, or null when no element is there; empty when the element is. */
export function textAt(from: XmlElement, path: string): string | null {
  const [element] = elementsAt(from, path);
  return element ? textWithin(element) : null;
}
