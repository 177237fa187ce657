import type { Check, CheckFinding } from "@archipel/contracts/checks.ts";
import type { LineageEntry } from "@archipel/contracts/repairs.ts";
import { textEncoding } from "@archipel/contracts/uploads.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { isCode } from "@archipel/validation/codes.ts";
import { repairIds } from "@archipel/validation/finding.ts";
import { textLine, verdictText } from "@archipel/validation/findings/text.ts";
import { lineageSentences, repairWords } from "@archipel/validation/repair/lineage.ts";
import { isId, oneOf, onlyArgument, wholeNumber } from "../args.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { type Server, withServer } from "../server/connect.ts";
import { awaitUpload } from "../server/follow-job.ts";
import { currentCheck, type Offer, offersOf, repairAll, selectionOf } from "../server/repairs.ts";
import { assertFile, sendFile } from "../server/send-file.ts";
import { UsageError } from "../usage-error.ts";
import type { Shell } from "./command.ts";
import type { WantedRepairs } from "./repair-here.ts";

/** How many findings are printed at most; the rest is only counted. */
const LISTED = 1000;

interface Values {
  model?: string | undefined;
  flat?: boolean | undefined;
  srid?: string | undefined;
  encoding?: string | undefined;
  name?: string | undefined;
  resume?: boolean | undefined;
  format?: string | undefined;
}

/** Repairs an upload on the server, or a file that is uploaded first, until the server offers no more repairs. */
export async function repairOnServer(
  positionals: readonly string[],
  values: Values,
  { isDryRun, only }: WantedRepairs,
  shell: Shell,
): Promise<ExitCode> {
  const word = onlyArgument(positionals);
  const format = oneOf("--format", ["text", "json"], values.format);
  const model = values.model ?? null;
  if (model !== null && /[\\/]|\.json$/.test(model)) throw new UsageError("model-is-file", { model });
  const options = {
    ...(values.flat && { flat: true }),
    ...(values.srid !== undefined && { srid: wholeNumber("--srid", values.srid) }),
    ...(values.encoding !== undefined && { encoding: oneOf("--encoding", encodings, values.encoding) }),
  };
  const file = isId(word) ? null : await shell.inputs.read(word, values.name);
  if (file !== null) await assertFile(file);
  return withServer(shell.locale, async (server) => {
    const { api, communityId } = server;
    const progress = progressLine(shell);
    const id = file === null ? word : await sendFile(server, file, values.resume ?? false, progress);
    const upload = await awaitUpload(server, id, progress);
    const first = await currentCheck(server, upload, { model, options }, progress);
    const done = isDryRun ? { check: first, lineage: [] } : await repairAll(server, first, only, progress);
    const { ran, conforms, levels } = verdictOf(done.check);
    const offers = isDryRun || only ? await offersOf(server, done.check.id) : [];
    const wanted = offers.filter((offer) => selectionOf(offer, only) === "wanted");
    if (format === "json") {
      const about = { upload: id, fileName: upload.fileName, check: done.check.id, model: done.check.model.key };
      const offered = wanted.flatMap(({ code, fileModel, field, repairs }) => repairs.map((one) => ({ ...one, code, fileModel, field })));
      const record = { ...about, ...(isDryRun && { offered }), repaired: done.lineage, ran, conforms, levels };
      await writeTo(shell.out, `${JSON.stringify(record)}\n`);
    } else {
      await writeTo(shell.out, `${id}  ${upload.fileName}\n${isDryRun ? offeredText(server, wanted) : doneText(server, done.lineage)}`);
      await printRemaining(server, done.check, isDryRun, shell);
    }
    const say = translator(shell.locale, "commands");
    for (const { code, field, repairs } of offers.filter((offer) => selectionOf(offer, only) === "shared")) {
      const names = repairs.map(({ repair }) => repair).join(", ");
      shell.err.write(`${say("repair.shared", { fault: [code, field].filter(Boolean).join(" "), names })}\n`);
    }
    shell.err.write(verdictText(verdictOf(done.check), shell.locale));
    const { repairs } = await api.uploads.get.query({ communityId, uploadId: id });
    if (repairs === "unread" && !isDryRun) shell.err.write(`${say("repair.publish", { id })}\n`);
    return conforms ? exitCodes.ok : exitCodes.notConform;
  });
}

const encodings = textEncoding.options as [(typeof textEncoding.options)[number], ...typeof textEncoding.options];

function verdictOf({ verdict, model }: Check) {
  if (!verdict) throw new Error("a check that ran has no verdict");
  return { ...verdict, model: model.key };
}

/** The offered repairs, with the words that `--only` accepts. */
function offeredText({ locale }: Server, offers: readonly Offer[]): string {
  const say = translator(locale, "commands");
  if (offers.length === 0) return `${say("repair.nothing")}\n`;
  const lines = offers.flatMap(({ repairs, code, fileModel, field }) => {
    const place = [fileModel, field].filter((name) => name !== null).join(".");
    return repairs.map(({ repair, count }) => {
      const id = repairIds.find((one) => one === repair);
      const words = [repair, code, place, say("repair.lines", { count }), id ? repairWords(id, locale).button : ""];
      return `  ${words.filter(Boolean).join("  ")}`;
    });
  });
  return `${[say("repair.would"), ...lines].join("\n")}\n`;
}

function doneText({ locale }: Server, lineage: readonly LineageEntry[]): string {
  const say = translator(locale, "commands");
  if (lineage.length === 0) return `${say("repair.nothing")}\n`;
  return `${[say("repair.done"), ...lineageSentences(known(lineage), locale).map((line) => `  ${line}`)].join("\n")}\n`;
}

/** The entries that this version has a message for: a newer server may return others. */
function known(lineage: readonly LineageEntry[]) {
  return lineage.flatMap(({ kind, ...entry }) => {
    const found = repairIds.find((id) => id === kind);
    return found ? [{ ...entry, kind: found }] : [];
  });
}

/** Prints the errors that remain to be corrected by hand. @param isDryRun leaves out those that a repair would correct */
async function printRemaining({ api, communityId, locale }: Server, check: Check, isDryRun: boolean, { out }: Shell): Promise<void> {
  const say = translator(locale, "commands");
  const errors = { communityId, checkId: check.id, levels: ["FATAL" as const, "ERROR" as const], limit: 100 };
  const filter = { ...errors, ...(isDryRun && { repairable: false }) };
  let listed = 0;
  for (let cursor: string | null = null; ; ) {
    const page: { items: CheckFinding[]; total: number; nextCursor: string | null } = await api.checks.findings.query({
      ...filter,
      ...(cursor !== null && { cursor }),
    });
    if (listed === 0 && page.items.length > 0) await writeTo(out, `${say("repair.left")}\n`);
    for (const finding of page.items) {
      const { code } = finding;
      await writeTo(out, isCode(code) ? textLine({ ...finding, code }, locale) : `${finding.level.padEnd(7)} ${code}\n`);
    }
    listed += page.items.length;
    cursor = page.nextCursor;
    if (cursor !== null && listed < LISTED) continue;
    if (page.total > listed) await writeTo(out, `${say("repair.more", { count: page.total - listed })}\n`);
    return;
  }
}
