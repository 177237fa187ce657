import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Delivery, DeliveryFile } from "../../delivery/delivery.ts";
import { writeDocument } from "../../metadata/document.ts";
import { MAX_XML_BYTES } from "../../metadata/xml.ts";
import { judgeFiles } from "../../rules/files.ts";
import { factsOfDelivery } from "../delivery-facts.ts";
import type { OneClick } from "../recipe.ts";
import { recordEditor } from "../records.ts";
import { isJunk } from "../repairs/drop-file.ts";
import { fixMetadata } from "../repairs/fix-metadata.ts";
import { inheritChange, type LayerContext } from "./layer.ts";

/** Renames or moves files. The parts of a shapefile stay together. */
export function fileLayer(delivery: Delivery, { on, params }: OneClick, { model, effect }: LayerContext): Delivery {
  effect.isWide = true;
  const renamed = new Map<string, string>();
  for (const { file, byPath, byName, renamed: wanted } of judgeFiles(delivery, model)) {
    const code = byPath ? null : byName ? "FILE_MISPLACED" : "FILE_UNEXPECTED";
    if (code !== on.code || (on.file !== undefined && on.file !== file.path)) continue;
    const path = params?.to !== undefined && on.file !== undefined ? params.to : wanted();
    if (path === null || [...renamed.values()].some((other) => other.toLowerCase() === path.toLowerCase())) continue;
    for (const part of delivery.files)
      if (isPart(part.path, file.path)) renamed.set(part.path, path.replace(/\.[^./]+$/, "") + part.path.slice(stemOf(file.path).length));
  }
  if (renamed.size === 0) return delivery;
  effect.immediate.files += renamed.size;
  const now = (path: string) => renamed.get(path) ?? path;
  const before = new Map([...renamed].map(([from, to]) => [to, from]));
  const files = delivery.files.map((file) => ({ ...file, path: now(file.path) }));
  const then = (path: string) => before.get(path) ?? path;
  const { readInOrder, unpack } = delivery;
  const inner = new Map(delivery.tables.map((table) => [{ ...table, file: now(table.file) }, table]));
  for (const [table, from] of inner) inheritChange(table, from);
  return {
    ...delivery,
    files,
    folders: [...new Set([...delivery.folders, ...files.flatMap(({ path }) => foldersOf(path))])],
    tables: [...inner.keys()],
    unreadable: delivery.unreadable.map((file) => ({ ...file, path: file.path === null ? null : now(file.path) })),
    read: (path, maxBytes) => delivery.read(then(path), maxBytes),
    ...(unpack ? { unpack: (directory, names) => unpack(directory, new Map([...names].map(([path, name]) => [then(path), name]))) } : {}),
    ...(readInOrder
      ? {
          readInOrder(tables) {
            const reader = readInOrder(tables.map((table) => inner.get(table) ?? table));
            return { rows: (table) => reader.rows(inner.get(table) ?? table), close: () => reader.close() };
          },
        }
      : {}),
  };
}

const stemOf = (path: string) => path.replace(/\.[^./]+$/, "");

/** True for the main file and its companions, for example the .dbf of a .shp. */
function isPart(path: string, main: string): boolean {
  if (path === main) return true;
  const isFamily = /\.(shp|tab|mif)$/i.test(main);
  return isFamily && path.toLowerCase().startsWith(`${stemOf(main).toLowerCase()}.`);
}

function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** Removes junk files, or the file that the operation names. */
export function droppedFileLayer(delivery: Delivery, { on }: OneClick, { effect }: LayerContext): Delivery {
  effect.isWide = true;
  const isDropped = (file: DeliveryFile) => (on.file === undefined ? isJunk(file) : file.path === on.file);
  const dropped = new Set(delivery.files.filter(isDropped).map(({ path }) => path));
  effect.immediate.files += dropped.size;
  return {
    ...delivery,
    files: delivery.files.filter(({ path }) => !dropped.has(path)),
    tables: delivery.tables.filter(({ file }) => !dropped.has(file)),
    unreadable: delivery.unreadable.filter(({ path }) => path === null || !dropped.has(path)),
  };
}

/** Completes a metadata record with facts from the delivery; the rest of the record stays. */
export function recordLayer(delivery: Delivery, { on }: OneClick, { model, options, effect }: LayerContext): Delivery {
  effect.isWide = true;
  const isTargeted = (path: string) => /\.xml$/i.test(path) && (on.file === undefined || on.file === path);
  const fixed = (path: string, bytes: Uint8Array): Uint8Array => {
    const editor = bytes.length > MAX_XML_BYTES ? null : recordEditor(bytes);
    if (!editor || !fixMetadata(editor, on.code, factsOfDelivery(delivery, model, path, options.srid))) return bytes;
    effect.immediate.records = 1;
    return writeDocument(editor.root);
  };
  const { unpack } = delivery;
  return {
    ...delivery,
    async read(path, maxBytes) {
      const bytes = await delivery.read(path, maxBytes);
      return bytes && isTargeted(path) ? fixed(path, bytes) : bytes;
    },
    ...(unpack
      ? {
          async unpack(directory, names) {
            await unpack(directory, names);
            for (const [path, name] of names) {
              if (!isTargeted(path)) continue;
              const target = join(directory, name);
              await writeFile(target, fixed(path, await readFile(target)));
            }
          },
        }
      : {}),
  };
}
