import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { check, type Verdict } from "@archipel/validation/check.ts";
import { withDelivery } from "@archipel/validation/delivery/open.ts";
import type { Finding } from "@archipel/validation/finding.ts";
import { loadModel } from "@archipel/validation/model/load.ts";
import { ModelError } from "@archipel/validation/model/model-error.ts";
import { csvHead, csvLine, jsonlLine } from "@archipel/validation/report/lines.ts";
import { textLine, verdictText } from "@archipel/validation/report/text.ts";
import type { Locale } from "@archipel/validation/sentences.ts";
import { shellLocale } from "../env.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import type { Command } from "./command.ts";

const formats = {
  text: { head: "", line: textLine },
  jsonl: { head: "", line: jsonlLine },
  csv: { head: csvHead(), line: csvLine },
} satisfies Record<string, { head: string; line: (finding: Finding, locale: Locale) => string }>;

const help = `Usage: archipel check FILE --model ID [options]

Checks a delivery against a model, on this machine: nothing is sent anywhere. FILE is a zip, a folder or a single file
(a .shp takes its .dbf, .shx… along). Findings go to standard output, the verdict to standard error.

Options
  --model ID          a model that ships with Archipel (see: archipel models), or the path of a JSON file
  --flat              files may lie anywhere in the delivery: they are known by their names
  --format FORMAT     text (default), jsonl or csv; the columns are those of the national validator
  --lang fr|en        language of the sentences (default: from LANG, else en)
  --srid CODE         EPSG code of tables that do not say theirs
  --encoding NAME     encoding of texts that do not say theirs: UTF-8, CP1252…
  --limit N           findings listed of each code (default 10000); all are counted
  --help              this text

Ends with
  0  the check ran, and the data conform (warnings allowed)
  1  the check ran, and the data do not conform
  2  the command was not understood
  3  the check did not run to its end: the file cannot be read

Examples
  archipel check 30014_PLU_20171013.zip --model cnig-plu-2017
  archipel check livraison/ --model cnig-sup-ac1 --flat --format csv > rapport.csv
  archipel check zones.gpkg --model ./our-model.json --format jsonl | jq -r .code | sort | uniq -c
`;

export const checkCommand: Command = {
  summary: "checks a delivery against a model, on this machine",
  help,
  async run(args, streams) {
    const { path, locale, format, ...options } = await readArgs(args);
    const progress = progressLine(streams.err);
    const { head, line } = formats[format];
    await writeTo(streams.out, head);
    let verdict: Verdict;
    try {
      verdict = await withDelivery(path, options.encoding ? { encoding: options.encoding } : {}, (delivery) =>
        check(delivery, options.model, {
          flat: options.isFlat,
          ...(options.srid === null ? {} : { srid: options.srid }),
          ...(options.limit === null ? {} : { listed: options.limit }),
          onProgress: ({ table, rows, total }) => progress.tell(table ?? (locale === "fr" ? "comparaisons" : "comparing"), rows, total),
          onFinding: async (finding) => {
            progress.end();
            await writeTo(streams.out, line(finding, locale));
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      progress.end();
      streams.err.write(`${basename(path)}: ${error.message}\n`);
      return exitCodes.failed;
    }
    progress.end();
    streams.err.write(verdictText(verdict, locale));
    if (!verdict.ran) return exitCodes.failed;
    return verdict.conforms ? exitCodes.ok : exitCodes.notConform;
  },
};

async function readArgs(args: readonly string[]) {
  const { values, positionals } = parse(args);
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new UsageError("name one file or folder: archipel check FILE --model ID");
  if (values.model === undefined) throw new UsageError("--model is needed: archipel models lists those that ship with Archipel");
  const format = values.format ?? "text";
  if (!isFormat(format)) throw new UsageError(`--format is text, jsonl or csv, not ${format}`);
  const lang = values.lang ?? shellLocale();
  if (lang !== "fr" && lang !== "en") throw new UsageError(`--lang is fr or en, not ${lang}`);
  await stat(path).catch(() => {
    throw new UsageError(`${path}: there is no such file or folder`);
  });
  return {
    path,
    locale: lang as Locale,
    format,
    model: await modelOf(values.model),
    isFlat: values.flat ?? false,
    srid: wholeNumber("--srid", values.srid),
    limit: wholeNumber("--limit", values.limit),
    encoding: values.encoding ?? null,
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { model: text, format: text, lang: text, srid: text, encoding: text, limit: text, flat: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function modelOf(id: string) {
  try {
    if (/\.json$/.test(id)) await readFile(id);
    return await loadModel(id);
  } catch (error) {
    if (error instanceof ModelError) throw new UsageError(`${error.message}; archipel models lists those that ship with Archipel`);
    throw new UsageError(`${id}: there is no such file`);
  }
}

function wholeNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} is a whole number, not ${text}`);
  return Number(text);
}

function isFormat(text: string): text is keyof typeof formats {
  return Object.hasOwn(formats, text);
}
