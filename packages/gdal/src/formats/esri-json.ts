import { open } from "node:fs/promises";
import type { FieldType } from "../model.ts";

/** Where the list of fields comes late, the types that GDAL finds are kept. */
const HEAD_BYTES = 4 * 1024 * 1024;
const MAX_FIELDS = 2_000;
/** Types that GDAL takes for texts. Its other types are ours. */
const TYPES: Readonly<Record<string, FieldType>> = { esriFieldTypeBigInteger: "integer", esriFieldTypeDateOnly: "date" };

/** The types that an ESRI JSON (in UTF-8) declares for its fields and that GDAL does not know, by name. */
export async function declaredTypes(path: string): Promise<Map<string, FieldType>> {
  const found = new Map<string, FieldType>();
  const list = listAfter(await headOf(path), /"fields"\s*:\s*\[/);
  if (list === null) return found;
  let fields: unknown;
  try {
    fields = JSON.parse(list);
  } catch {
    return found;
  }
  if (!Array.isArray(fields)) return found;
  for (const field of fields.slice(0, MAX_FIELDS) as unknown[]) {
    if (typeof field !== "object" || field === null || !("name" in field) || !("type" in field)) continue;
    const type = typeof field.type === "string" && Object.hasOwn(TYPES, field.type) ? TYPES[field.type] : undefined;
    if (type && typeof field.name === "string") found.set(field.name, type);
  }
  return found;
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The JSON list that begins at the end of a match; null without one. */
function listAfter(text: string, start: RegExp): string | null {
  const match = start.exec(text);
  if (!match) return null;
  const begin = match.index + match[0].length - 1;
  let depth = 0;
  let isText = false;
  for (let at = begin; at < text.length; at++) {
    const letter = text[at];
    if (isText) {
      if (letter === "\\") at++;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === "[" || letter === "{") depth++;
    else if ((letter === "]" || letter === "}") && --depth === 0) return text.slice(begin, at + 1);
  }
  return null;
}
