import type { Locale } from "@archipel/contracts/text.ts";
import { csvLineOf } from "@archipel/i18n/csv-text.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { ZipFile } from "yazl";
import { MOST_ROWS, type Section } from "../queries.ts";

/** The archive of a person's data: a read-me in their language, everything as JSON, and a table per section. */
export async function archiveOf(sections: readonly Section[], person: { name: string; locale: Locale }, at: Date): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(text, "utf8"), name, { mtime: at });
  add(person.locale === "fr" ? "LISEZMOI.txt" : "README.txt", readMe(sections, person, at));
  add("data.json", `${JSON.stringify(Object.fromEntries(sections.map(({ name, rows }) => [name, rows])), null, 2)}\n`);
  for (const { name, rows } of sections) add(`csv/${name}.csv`, csvOf(rows));
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Rows as CSV with a byte order mark, which spreadsheets need to read accents. Nested values are JSON. */
function csvOf(rows: Section["rows"]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Date) return value.toISOString();
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : JSON.stringify(value);
  };
  return `\uFEFF${csvLineOf(keys, ",")}${rows
    .map((row) =>
      csvLineOf(
        keys.map((key) => cell(row[key])),
        ",",
      ),
    )
    .join("")}`;
}

function readMe(sections: readonly Section[], { name, locale }: { name: string; locale: Locale }, at: Date): string {
  const t = translator(locale, "identity");
  const line = ({ name: section, rows }: Section) =>
    `- csv/${section}.csv : ${t("archive.rows", { count: rows.length })}${rows.length === MOST_ROWS ? ` (${t("archive.cut")})` : ""}`;
  return [
    t("archive.title", { name }),
    t("archive.made", { date: formatDateTime(locale, at) }),
    "",
    t("archive.text"),
    "",
    ...sections.map(line),
    "",
    t("archive.notIn"),
    "",
  ].join("\r\n");
}
