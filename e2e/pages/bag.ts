import { entriesOfZip } from "./zip.ts";

/** What the copy of a community holds: the lines of each table and layer, and the names of its objects, which are their digests. */
export interface BagContent {
  readonly lines: Readonly<Record<string, readonly string[]>>;
  readonly objects: readonly string[];
}

/** The actions of the journal that the move itself writes. */
const MOVE = ["community.export-requested", "community.exported", "community.export-downloaded", "community.imported"];

/**
 * Reads a copy so that copies of two platforms can be compared. A person has another id on each platform and the same address, so ids of
 * persons become addresses. Left out is what the move itself leaves (its job, its file, its lines in the journal), and the quality of datasets,
 * which each platform counts again whenever it has time.
 */
export function bagContent(bytes: Buffer): BagContent {
  const files = entriesOfZip(bytes);
  const [folder = ""] = [...files.keys()][0]?.split("/") ?? [];
  const tables = [...files].flatMap(([name, content]) => {
    const [, table] = new RegExp(`^${folder}/data/(?:tables|layers)/(.+)\\.ndjson$`).exec(name) ?? [];
    return table && table !== "quality_sheets" ? [[table, content.toString("utf8").split("\n").filter(Boolean)] as const] : [];
  });
  const people = tables.find(([table]) => table === "users")?.[1].map((line): { id: string; email: string } => JSON.parse(line)) ?? [];
  const named = (line: string) => people.reduce((text, { id, email }) => text.replaceAll(id, email), line);
  const isOfMove = (line: string) => MOVE.some((action) => line.includes(`"${action}"`)) || line.includes('"export-community"');
  const compared = (lines: string[]) =>
    lines
      .filter((line) => !isOfMove(line))
      .map(named)
      .sort();
  return {
    lines: Object.fromEntries(tables.map(([table, lines]) => [table, compared(lines)])),
    objects: [...files.keys()].filter((name) => name.startsWith(`${folder}/data/objects/`)).sort(),
  };
}
