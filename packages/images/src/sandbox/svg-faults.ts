import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { ImageFault, SvgPart } from "../model.ts";

/** Pictures that may be inside an SVG. */
const EMBEDDED = /^data:image\/(png|jpe?g|gif|webp)[;,]/i;
/** `filter` as a property, not `color-interpolation-filters`; `none` draws the same. */
const FILTER = /(?:^|[;{\s])filter\s*:\s*(?!none\b)[^;}\s]/i;
const OUTSIDE_URL = /url\(\s*["']?\s*(?!["']?\s*(?:#|data:))[^)\s]/i;
const IMPORT = /@import\b/i;

/**
 * What an SVG contains that we do not draw, with its line. Gradients, clip paths, masks, patterns, symbols and embedded pictures are drawn. A
 * filter that nothing uses, a link around a shape and a document type without entities are harmless: drawing programs write them.
 *
 * This gives words to people. The limits of the child process protect against what it does not recognise.
 */
export function faultOfSvg(text: string): ImageFault | null {
  const parser = new SaxesParser();
  let fault: ImageFault | null = null;
  const open: string[] = [];
  /** How many of the open elements are of these names. */
  const depth = { foreignObject: 0, text: 0 };
  const found = (part: SvgPart) => {
    fault ??= { reason: "svg", part, line: parser.line };
  };
  const checkText = (content: string) => {
    if (depth.foreignObject > 0 || content.trim() === "") return;
    if (depth.text > 0) found("text");
    if (open.at(-1) === "style") checkCss(content, found);
  };
  parser.on("error", () => {
    fault ??= { reason: "broken", line: parser.line };
  });
  parser.on("doctype", (type) => {
    if (type.includes("[")) found("entities");
  });
  parser.on("processinginstruction", ({ target }) => {
    if (target === "xml-stylesheet") found("external");
  });
  parser.on("opentag", (tag) => {
    const name = localName(tag.name);
    // What is in a foreign object of a `switch` is never drawn: the alternative is.
    if (depth.foreignObject === 0) checkTag(name, tag, open.at(-1), found);
    open.push(name);
    if (isCounted(name)) depth[name]++;
  });
  parser.on("closetag", () => {
    const name = open.pop() ?? "";
    if (isCounted(name)) depth[name]--;
  });
  parser.on("text", checkText);
  parser.on("cdata", checkText);
  for (const piece of piecesOf(text)) {
    parser.write(piece);
    if (fault) return fault;
  }
  parser.close();
  return fault;
}

function isCounted(name: string): name is "foreignObject" | "text" {
  return name === "foreignObject" || name === "text";
}

const PIECE = 64 * 1024;

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function checkTag(name: string, { attributes }: SaxesTagPlain, parent: string | undefined, found: (part: SvgPart) => void): void {
  if (name === "script") found("script");
  if (name === "foreignObject" && parent !== "switch") found("foreign-object");
  for (const [key, value] of Object.entries(attributes)) {
    const attribute = localName(key);
    if (/^on[a-z]/i.test(attribute)) found("script");
    if (attribute === "filter" && value.trim() !== "none") found("filter");
    if (attribute === "href" && name !== "a" && !value.trim().startsWith("#") && !EMBEDDED.test(value.trim())) found("external");
    if (attribute === "style") checkCss(value, found);
    else if (OUTSIDE_URL.test(value)) found("external");
  }
}

function checkCss(css: string, found: (part: SvgPart) => void): void {
  const plain = css.replace(/\/\*.*?\*\//gs, "");
  if (FILTER.test(plain)) found("filter");
  if (IMPORT.test(plain) || OUTSIDE_URL.test(plain)) found("external");
}
