import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UnreadableError } from "../model.ts";
import { fixedWidthSamples } from "./dbf.ts";
import { decideEncoding, encodingNamed, type FoundEncoding } from "./encoding.ts";
import { headOf, textEncoding, writeUtf8 } from "./text-file.ts";

/** Charset written into a .tab for GDAL to decode. UTF-8 passes through unchanged, and `repairOf` corrects ISO-8859-15. */
const TAB_CHARSETS: Record<string, string> = { CP1252: "WindowsLatin1", "ISO-8859-1": "WindowsLatin1", "ISO-8859-15": "WindowsLatin1" };

/**
 * Rewrites the charset in the .tab (a small text file) of a MapInfo table to the encoding that its bytes show. Views, seamless tables and
 * tables that refer to files of other programs are refused, since GDAL would open those files.
 *
 * @param directory holds data.tab, data.dat (or data.dbf), data.map, data.id
 * @throws UnreadableError broken
 */
export async function prepareTab(directory: string, main: string, chosenEncoding: string | null): Promise<FoundEncoding> {
  const path = join(directory, main);
  const text = await readFile(path, "latin1");
  const type = /^\s*Type\s+(\w+)/im.exec(text)?.[1]?.toUpperCase();
  const namesOthers = /^\s*(create\s+view|open\s+table)\b|\\IsSeamless"?\s*=\s*"?TRUE|^\s*File\s+"/im;
  if (!type || namesOthers.test(text)) throw new UnreadableError("broken", "a MapInfo table that names other files");
  if (type !== "NATIVE" && type !== "DBF") throw new UnreadableError("broken", `a MapInfo table of type ${type}`);
  const encoding = await tabEncoding(directory, text, type, chosenEncoding);
  const charset = TAB_CHARSETS[encoding.encoding] ?? "Neutral";
  const rewritten = text.replace(/^(!charset\s+).*$/im, `$1${charset}`).replace(/(\bCharset\s+)"[^"]*"/i, `$1"${charset}"`);
  await writeFile(path, rewritten, "latin1");
  return encoding;
}

async function tabEncoding(directory: string, text: string, type: string, chosen: string | null): Promise<FoundEncoding> {
  if (chosen) return { encoding: chosen, how: "declared", isDoubtful: false };
  const declared = encodingNamed(/\bCharset\s+"([^"]*)"/i.exec(text)?.[1] ?? /^!charset\s+(\S+)/im.exec(text)?.[1] ?? "");
  // A .dat is laid out like a DBF but declares every column as text; the .tab says which columns are.
  const kinds = [...text.matchAll(/^\s*[^\s()]+\s+(Char|Integer|SmallInt|LargeInt|Float|Decimal|Date|DateTime|Time|Logical)\b[^;]*;/gim)];
  const isText = (column: number) => kinds[column]?.[1]?.toLowerCase() === "char";
  return decideEncoding(declared, await fixedWidthSamples(join(directory, type === "DBF" ? "data.dbf" : "data.dat"), isText));
}

/**
 * Writes a MIF and its MID again as UTF-8, into a directory of their own.
 *
 * @param mid path of the attributes; null without one
 */
export async function prepareMif(mif: string, mid: string | null, target: string, chosenEncoding: string | null): Promise<FoundEncoding> {
  const head = (await headOf(mif)).toString("latin1");
  const declared = encodingNamed(/^\s*Charset\s+"([^"]*)"/im.exec(head)?.[1] ?? "");
  const encoding = await textEncoding(mif, chosenEncoding, declared, mid ? [mid] : []);
  await writeUtf8(mif, `${target}.mif`, encoding.encoding, (start) => start.replace(/^(\s*Charset\s+)"[^"]*"/im, '$1"Neutral"'));
  if (mid) await writeUtf8(mid, `${target}.mid`, encoding.encoding);
  return encoding;
}
