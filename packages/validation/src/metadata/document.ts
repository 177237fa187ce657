import { SaxesParser } from "saxes";
import { decodeXml, XmlError } from "./xml.ts";

/** An element as it was read, including its prefix, so that it can be written back unchanged. */
export interface XmlNode {
  /** With its prefix. */
  name: string;
  local: string;
  /** By qualified name. */
  attributes: Record<string, string>;
  children: XmlPart[];
}
export type XmlPart = XmlNode | { text: string } | { comment: string };

/** Parses an XML document for editing. Elements, attributes, texts and comments are all kept, whether known or not. @throws XmlError */
export function readDocument(bytes: Uint8Array): XmlNode {
  const root: XmlNode = { name: "", local: "", attributes: {}, children: [] };
  const open: XmlNode[] = [root];
  const parser = new SaxesParser({ xmlns: true });
  const stop = (reason: string): never => {
    throw new XmlError(reason);
  };
  const add = (part: XmlPart) => void open.at(-1)?.children.push(part);
  parser.on("error", (error) => stop(error.message));
  parser.on("doctype", () => stop("a DOCTYPE is not accepted"));
  parser.on("opentag", ({ name, local, attributes }) => {
    const written = Object.fromEntries(Object.values(attributes).map((attribute) => [attribute.name, attribute.value]));
    const node: XmlNode = { name, local, attributes: written, children: [] };
    add(node);
    open.push(node);
  });
  parser.on("text", (text) => open.length > 1 && add({ text }));
  parser.on("cdata", (text) => add({ text }));
  parser.on("comment", (comment) => add({ comment }));
  parser.on("closetag", () => void open.pop());
  parser.write(decodeXml(bytes)).close();
  return root.children.find(isNode) ?? stop("empty");
}

/** Writes a document as UTF-8, with an XML declaration. */
export function writeDocument(document: XmlNode): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${write(document)}\n`);
}

export function isNode(part: XmlPart): part is XmlNode {
  return "name" in part;
}

function write(part: XmlPart): string {
  if ("text" in part) return escaped(part.text);
  if ("comment" in part) return `<!--${part.comment}-->`;
  const attributes = Object.entries(part.attributes).map(([name, value]) => ` ${name}="${escaped(value).replaceAll('"', "&quot;")}"`);
  const head = `<${part.name}${attributes.join("")}`;
  return part.children.length === 0 ? `${head}/>` : `${head}>${part.children.map(write).join("")}</${part.name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}
