import type { Locale } from "@archipel/i18n/locales.ts";
import type { AreaMessages } from "@archipel/i18n/messages.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { ExitCode } from "./exit-codes.ts";

type Words = AreaMessages["commands"]["help"];
export type CommandName = keyof Words["usage"];

/** What `--help` prints about a command, as keys of messages (`commands.help`). Examples are the same in every language. */
export interface Help {
  options: readonly (keyof Words["option"])[];
  /** What the API key must allow; only for commands that call a server. */
  key?: Exclude<keyof Words["environment"], "url">;
  exits: Readonly<Partial<Record<ExitCode, keyof Words["exit"]>>>;
  examples: readonly string[];
}

const WIDTH = 100;
const COLUMN = 22;

/** The full help text of a command. */
export function helpText(name: CommandName, { options, key, exits, examples }: Help, locale: Locale): string {
  const say = translator(locale, "commands");
  const sections = [
    say("help.usage-title", { usage: usageOf(name, locale).replaceAll("\n", "\n        ") }),
    wrapped(say(`help.lead.${name}`), WIDTH),
  ];
  const section = (title: string, lines: readonly string[]) => lines.length > 0 && sections.push([title, ...lines].join("\n"));
  section(
    say("help.options-title"),
    options.map((option) => row(say(`help.option.${option}.flag`), say(`help.option.${option}.text`))),
  );
  const environment = key ? [row("ARCHIPEL_URL", say("help.environment.url")), row("ARCHIPEL_KEY", say(`help.environment.${key}`))] : [];
  section(say("help.environment-title"), environment);
  const endings = Object.entries(exits).map(([code, words]) => `  ${code}  ${wrapped(say(`help.exit.${words}`), WIDTH - 5, "     ")}`);
  section(say("help.exits-title"), endings);
  section(
    say("help.examples-title"),
    examples.map((example) => `  ${example}`),
  );
  return `${sections.join("\n\n")}\n`;
}

/** The usage line of a command. */
export function usageOf(name: CommandName, locale: Locale): string {
  return translator(locale, "commands")(`help.usage.${name}`);
}

export function overviewText(names: readonly CommandName[], locale: Locale): string {
  const say = translator(locale, "commands");
  const lines = names.map((name) => `  ${name.padEnd(10)} ${say(`summary.${name}`)}`);
  const more = wrapped(say("help.overview-more"), WIDTH);
  return `${say("help.usage-title", { usage: say("help.overview-usage") })}\n\n${lines.join("\n")}\n\n${more}\n`;
}

/** A flag with its description beside it. */
function row(flag: string, text: string): string {
  const head = `  ${flag.padEnd(COLUMN - 3)} `;
  const body = wrapped(text, WIDTH - COLUMN, " ".repeat(COLUMN));
  return head.length > COLUMN ? `${head.trimEnd()}\n${" ".repeat(COLUMN)}${body}` : `${head}${body}`;
}

/** Wraps text at spaces, never at a no-break space. @param indent the start of every line except the first */
function wrapped(text: string, width: number, indent = ""): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.join(`\n${indent}`);
}
