import { join } from "node:path";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { type SandboxLimits, UnreadableError } from "../../model.ts";
import { listArchive, unpack } from "../archive.ts";
import { encodingOfMark } from "../encoding.ts";
import { decodedText, headOf } from "../text-file.ts";

/** Bytes of one XML part, unpacked. */
const MAX_PART_BYTES = 1024 * 1024 * 1024;
const MAX_DEPTH = 256;

/** The XML parts of a workbook, unpacked under names of our own. */
export class XmlParts {
  readonly #source: string;
  readonly #directory: string;
  readonly #sizes: ReadonlyMap<string, number>;
  readonly #unpacked = new Map<string, string>();

  private constructor(source: string, directory: string, sizes: ReadonlyMap<string, number>) {
    this.#source = source;
    this.#directory = directory;
    this.#sizes = sizes;
  }

  /** @throws UnreadableError broken — also for an archive that must be refused (`archive.ts`) */
  static async open(source: string, directory: string, limits: SandboxLimits): Promise<XmlParts> {
    try {
      const entries = await listArchive(source, limits);
      return new XmlParts(source, directory, new Map(entries.map(({ path, size }) => [path, size])));
    } catch (error) {
      if (error instanceof UnreadableError) throw new UnreadableError("broken", `workbook refused: ${error.detail}`);
      throw error;
    }
  }

  has(name: string): boolean {
    return this.#sizes.has(name);
  }

  /** Path of a part on disk. @throws UnreadableError broken — when it is missing or too large */
  async path(name: string): Promise<string> {
    const known = this.#unpacked.get(name);
    if (known) return known;
    const size = this.#sizes.get(name);
    if (size === undefined) throw new UnreadableError("broken", `no ${name} in the workbook`);
    if (size > MAX_PART_BYTES) throw new UnreadableError("broken", `${name} unpacks to ${size} bytes; at most ${MAX_PART_BYTES}`);
    const own = `part-${this.#unpacked.size + 1}.xml`;
    await unpack(this.#source, this.#directory, new Map([[name, own]]));
    const path = join(this.#directory, own);
    this.#unpacked.set(name, path);
    return path;
  }
}

/** What happens to the elements of an XML document. Names have no prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Parses an XML file, and yields after each chunk so that the caller can pass on what was read.
 *
 * @throws UnreadableError broken — for a document type declaration, or XML that is not well formed
 */
export async function* parseXml(path: string, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("doctype", () => fail("document type declaration"));
  parser.on("error", (error) => fail(error.message));
  parser.on("opentag", (tag: SaxesTagPlain) => {
    if (++depth > MAX_DEPTH) fail("elements nested too deep");
    handler.open?.(localName(tag.name), tag.attributes);
  });
  parser.on("text", (text) => handler.text?.(text));
  parser.on("cdata", (text) => handler.text?.(text));
  parser.on("closetag", (tag) => {
    depth--;
    handler.close?.(localName(tag.name));
  });
  const encoding = encodingOfMark(await headOf(path)) ?? "UTF-8";
  for await (const text of decodedText(path, encoding)) {
    parser.write(text);
    yield;
  }
  parser.close();
}

/** Parses a small XML file. */
export async function readXml(path: string, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(path, handler));
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** An attribute by its name without prefix. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name];
  for (const key in attributes) if (localName(key) === name) return attributes[key];
  return undefined;
}

function fail(detail: string): never {
  throw new UnreadableError("broken", detail);
}
