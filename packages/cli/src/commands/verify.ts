import { readFile } from "node:fs/promises";
import { formatCoordinates, formatDateTime } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { checkCode } from "@archipel/signatures/check-code.ts";
import { checkFile } from "@archipel/signatures/check-file.ts";
import type { SignedAnswer } from "@archipel/signatures/code.ts";
import { type KeySet, keySet, type PublicKey } from "@archipel/signatures/keys.ts";
import type { Statement } from "@archipel/signatures/statement.ts";
import { onlyArgument, parseCommandLine } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Inputs } from "../files/inputs.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

type Say = ReturnType<typeof translator<"commands">>;
type Fact = readonly [label: string, value: string];
const LABEL_WIDTH = 12;

export const verifyCommand: Command = {
  help: {
    options: ["keys", "lang", "help"],
    exits: { 0: "verified", 1: "verified-not", 2: "usage", 3: "not-verified" },
    examples: ["archipel verify answer.pdf --keys answer-keys.json"],
  },
  async run(args, { inputs, out, locale }) {
    const { values, positionals } = parseCommandLine(args, { keys: { type: "string" } });
    const typed = onlyArgument(positionals);
    if (values.keys === undefined) throw new UsageError("keys-missing");
    const keys = await keysIn(values.keys, inputs);
    const say = translator(locale, "commands");
    const found = isAddress(typed) ? await ofCode(typed, keys, locale, say) : await ofFile(await inputs.readFile(typed), keys, locale, say);
    if (typeof found === "string") {
      out.write(`${say(`verify.${found}`)}\n`);
      return exitCodes.notConform;
    }
    const lines = found.map(([label, value]) => `  ${label.padEnd(LABEL_WIDTH)} ${value}\n`);
    out.write(`${say("verify.good")}\n${lines.join("")}`);
    return exitCodes.ok;
  },
};

const isAddress = (typed: string) => /^https?:\/\//.test(typed);

/** @throws UsageError unless it is a set of published keys */
async function keysIn(typed: string, inputs: Inputs): Promise<KeySet> {
  const text = isAddress(typed) ? await (await fetch(typed)).text() : await readFile(await inputs.readFile(typed), "utf8");
  try {
    return keySet.parse(JSON.parse(text));
  } catch {
    throw new UsageError("keys-unreadable", { keys: typed });
  }
}

async function ofFile(path: string, keys: KeySet, locale: Locale, say: Say) {
  const found = await checkFile(await readFile(path), keys);
  return found.isGood ? [...factsOf(found.said, locale, say), keyFact(found.key, locale, say)] : found.problem;
}

async function ofCode(address: string, keys: KeySet, locale: Locale, say: Say) {
  const found = await checkCode(new URL(address).searchParams.get("r") ?? "", keys);
  return found.isGood ? [...factsOfCode(found.answer, locale, say), keyFact(found.key, locale, say)] : found.problem;
}

function factsOf({ iss, portal, place, iat, said, layers, rules }: Statement, locale: Locale, say: Say): Fact[] {
  return [
    [say("verify.platform"), iss],
    [say("verify.portal"), portal],
    [say("verify.place"), [formatCoordinates(locale, ...place.centre), place.commune].filter(Boolean).join(" · ")],
    ...(place.parcels ? [[say("verify.parcels"), place.parcels.join(", ")] as const] : []),
    [say("verify.answered"), formatDateTime(locale, new Date(iat * 1000).toISOString())],
    [say("verify.digest"), said],
    ...layers.map(({ id, version }, index): Fact => [index === 0 ? say("verify.layers") : "", `${id} ${version}`]),
    [say("verify.rules"), rules.map(({ pack, version }) => `${pack} ${version}`).join(", ")],
  ];
}

function factsOfCode({ portalId, asked, createdAt, whole }: SignedAnswer, locale: Locale, say: Say): Fact[] {
  const place =
    asked.kind === "point" ? formatCoordinates(locale, asked.lon, asked.lat) : asked.kind === "link" ? asked.id : asked.ids.join(", ");
  return [
    [say("verify.portal"), portalId],
    [say("verify.place"), place],
    [say("verify.answered"), formatDateTime(locale, createdAt)],
    [say("verify.digest"), `${whole.toString("hex")}…`],
  ];
}

function keyFact({ kid, iat }: PublicKey, locale: Locale, say: Say): Fact {
  return [say("verify.key"), say("verify.made", { kid, date: formatDateTime(locale, new Date(iat * 1000).toISOString()) })];
}
