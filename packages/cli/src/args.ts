import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { isLocale, type Locale } from "@archipel/i18n/locales.ts";
import { UsageError } from "./usage-error.ts";

/** Parses the command line into options and arguments. @throws UsageError for an option that is not known or has no valid value */
export function parseCommandLine<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw usageErrorOf(error, options);
  }
}

/** Node's message is in English only. Its error code gives the case, and the first quoted text is the option. */
function usageErrorOf(error: unknown, options: ParseArgsOptionsConfig): unknown {
  if (!(error instanceof TypeError) || !("code" in error)) return error;
  const option = /'(?:-\w, )?(-[^'\s=]*)/.exec(error.message)?.[1] ?? "";
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION")
    return new UsageError(option.startsWith("--") ? "unknown-option" : "unknown-short-option", { option });
  if (error.code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return error;
  return new UsageError(options[option.slice(2)]?.type === "string" ? "value-missing" : "no-value", { option });
}

/**
 * Removes `--lang` from the command line, at any position: every command accepts it.
 *
 * @returns the value of `--lang`, if it is given, and the other words
 */
export function extractLang(args: readonly string[]): { lang: string | undefined; rest: string[] } {
  const { tokens } = parseArgs({ args: [...args], options: { lang: { type: "string" } }, strict: false, tokens: true });
  const rest = [...args];
  let lang: string | undefined;
  for (const token of tokens.toReversed()) {
    if (token.kind !== "option" || token.name !== "lang") continue;
    lang ??= token.value ?? "";
    rest.splice(token.index, token.value === undefined || token.inlineValue ? 1 : 2);
  }
  return { lang, rest };
}

/** The language of messages: the value of `--lang`, or the shell's language. */
export function localeOf(lang: string | undefined, shell: Locale): Locale {
  if (lang === undefined) return shell;
  if (isLocale(lang)) return lang;
  throw new UsageError("one-of", { option: "--lang", allowed: ["fr", "en"], given: lang });
}

/** One of the values that an option allows; the first one when the option is not given. */
export function oneOf<const T extends string>(option: string, allowed: readonly [T, ...T[]], given: string | undefined): T {
  const found = given === undefined ? allowed[0] : allowed.find((word) => word === given);
  if (found === undefined) throw new UsageError("one-of", { option, allowed, given: given ?? "" });
  return found;
}

/** @returns null when the option is not given */
export function wholeNumber(option: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  if (!/^\d{1,9}$/.test(given)) throw new UsageError("whole-number", { option, given });
  return Number(given);
}

/** @returns undefined when the option is not given */
export function positiveNumber(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = /^\d{1,9}(\.\d{1,9})?$/.test(given) ? Number(given) : 0;
  if (!(number > 0)) throw new UsageError("positive-number", { option, given });
  return number;
}

/** @returns undefined when the option is not given */
export function realNumber(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^-?\d{1,9}(\.\d{1,9})?$/.test(given)) throw new UsageError("real-number", { option, given });
  return Number(given);
}

export function isId(word: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word);
}

/** The argument of a command that takes exactly one. */
export function onlyArgument(words: readonly string[]): string {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) throw new UsageError("arguments");
  return word;
}

/** The argument of a command that takes one id. @param list the kind that `archipel list` prints these ids for */
export function idArgument(words: readonly string[], list: string): string {
  const id = onlyArgument(words);
  if (!isId(id)) throw new UsageError("not-an-id", { id, list });
  return id;
}
