import { SaxesParser } from "saxes";

/** An element of an XML document. Names are local names, because ISO 19139 records use various prefixes. */
export interface XmlElement {
  name: string;
  /** By local name. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** Its own text, without its children's. */
  text: string;
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 100_000;
export const MAX_XML_BYTES = 8 * 1024 * 1024;

/** An XML document that cannot be read or is refused; the message says why. */
export class XmlError extends Error {
  override name = "XmlError";
}

/**
 * Parses a small XML document into memory. It refuses a DOCTYPE, because entities allow attacks, and a depth or size that no record reaches.
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

/** Decodes an XML file: UTF-8 unless its declaration names another encoding. @throws XmlError */
export function decodeXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.replace(/^ï»¿/, ""))?.[1] ?? "utf-8";
  try {
    return new TextDecoder(declared).decode(bytes);
  } catch {
    throw new XmlError(`unknown encoding ${declared}`);
  }
}

/** All elements at a path of local names below this one; `*` matches any name. */
export function elementsAt(from: XmlElement, path: string): XmlElement[] {
  let found = [from];
  for (const name of path.split("/"))
    found = found.flatMap(({ children }) => children.filter((child) => name === "*" || child.name === name));
  return found;
}

/** All descendants with a name, in document order, without those nested in another match. */
export function elementsNamed(from: XmlElement, name: string): XmlElement[] {
  return from.children.flatMap((child) => (child.name === name ? [child] : elementsNamed(child, name)));
}

/** The text of an element and its descendants, with white space collapsed. */
export function textWithin(element: XmlElement): string {
  const gather = ({ text, children }: XmlElement): string => [text, ...children.map(gather)].join(" ");
  return gather(element).replace(/\s+/g, " ").trim();
}

/** The text at a path; null when the element does not exist, empty when the element is empty. */
export function textAt(from: XmlElement, path: string): string | null {
  const [element] = elementsAt(from, path);
  return element ? textWithin(element) : null;
}
