import { basename } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { UnreadableError } from "@archipel/gdal/model.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import type { Delivery } from "@archipel/validation/delivery/delivery.ts";
import type { RuleOptions } from "@archipel/validation/environment.ts";
import { loadModel } from "@archipel/validation/model/load.ts";
import { ModelError } from "@archipel/validation/model/model-error.ts";
import { onlyArgument, parseCommandLine, wholeNumber } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Inputs } from "../files/inputs.ts";
import { Refusal } from "../server/refusal.ts";
import { UsageError } from "../usage-error.ts";
import type { Shell } from "./command.ts";

const text = { type: "string" } as const;
/** Options that every command that checks a file accepts. */
export const checkOptions = { model: text, srid: text, encoding: text, flat: { type: "boolean" }, name: text } as const;

/**
 * Reads the arguments that every local check needs: the file, its model, and how to read it.
 *
 * @param more the command's own options; returned in `values`
 * @throws UsageError
 */
export async function readCheckArgs<T extends ParseArgsOptionsConfig>(args: readonly string[], { inputs, locale }: Shell, more: T) {
  const { values, positionals } = parseCommandLine(args, { ...more, ...checkOptions });
  const common: { model?: string; srid?: string; encoding?: string; flat?: boolean; name?: string } = values;
  const typed = onlyArgument(positionals);
  if (common.model === undefined) throw new UsageError("model-missing");
  const path = await inputs.read(typed, common.name);
  const srid = wholeNumber("--srid", common.srid);
  const rules: RuleOptions = { flat: common.flat ?? false, ...(srid === null ? {} : { srid }) };
  return { path, values, rules, model: await modelOf(common.model, inputs, locale), encoding: common.encoding ?? null };
}

async function modelOf(id: string, inputs: Inputs, locale: Locale) {
  const isFile = id.endsWith(".json");
  const source = isFile ? await inputs.readFile(id) : id;
  try {
    return await loadModel(source);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const [issue, ...others] = error.issues;
    if (issue) {
      const detail = errorText(locale, `model-${issue.reason}`, { where: issue.where, name: issue.name, others: others.length });
      throw new UsageError("model-unusable", { model: id, detail });
    }
    throw isFile ? new UsageError("model-unusable", { model: id, detail: error.message }) : new UsageError("no-model", { model: id });
  }
}

/**
 * Refuses a file in a format that we do not read, with the words of an upload's report: the format that it seems to be, and what to do.
 *
 * @throws Refusal
 */
export function refuseUnsupported(delivery: Pick<Delivery, "isSingleFile" | "tables" | "unreadable">, path: string, locale: Locale): void {
  const seems = delivery.unreadable.find((file) => file.seems !== undefined)?.seems;
  if (!delivery.isSingleFile || delivery.tables.length > 0 || seems === undefined) return;
  const t = translator(locale, "checks");
  throw new Refusal(`${basename(path)}: ${t("unsupported", { seems })}. ${t("unsupported-repair")}`, exitCodes.failed);
}

/** Turns the error for an unreadable file into a message; returns any other error unchanged. */
export function unreadable(error: unknown, path: string, locale: Locale): unknown {
  if (!(error instanceof UnreadableError)) return error;
  const { reason, detail } = error;
  return new Refusal(`${basename(path)}: ${errorText(locale, `file-unreadable-${reason}`, { detail })}`, exitCodes.failed);
}
