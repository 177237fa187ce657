import { createInterface } from "node:readline/promises";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { type LayerUpdate, UPDATE_KEY_FID, type UpdateChoice, type UpdatePreview, type UpdateWay } from "@archipel/contracts/updates.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import { oneOf, parseCommandLine } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { type ProgressLine, progressLine } from "../progress.ts";
import { type Server, withServer } from "../server/connect.ts";
import { datasetOf, layerIn } from "../server/datasets.ts";
import { awaitSuccess, awaitUpload } from "../server/follow-job.ts";
import { Refusal } from "../server/refusal.ts";
import { assertFile, sendFile } from "../server/send-file.ts";
import { UsageError } from "../usage-error.ts";
import type { Command, Shell } from "./command.ts";

export const updateCommand: Command = {
  help: {
    options: [
      ...(["delta", "delete-absent", "replace", "append", "from", "add-columns", "dry-run-update", "apply", "yes", "confirm"] as const),
      ...(["resume", "name", "format-json", "lang", "help"] as const),
    ],
    key: "produce",
    exits: { 0: "compared", 1: "blocked", 2: "usage-names", 3: "nothing-written", 4: "unreachable-resume", 5: "refused" },
    examples: [
      "archipel update zones-inondables alea alea-2026.gpkg --delta code --dry-run",
      "archipel update zones-inondables alea alea-2026.gpkg --delta code,commune --add-columns hauteur --apply --yes",
      "archipel update adresses adresse adresses.csv --replace --apply",
    ],
  },
  async run(args, shell) {
    const { out, err, locale } = shell;
    const { path: typed, name, dataset: wantedDataset, layer: wantedLayer, format, ...how } = readArgs(args);
    const path = await shell.inputs.read(typed, name);
    await assertFile(path);
    return withServer(locale, async (server) => {
      const { api, communityId } = server;
      const say = translator(locale, "commands");
      const layer = layerIn(await datasetOf(server, wantedDataset), wantedLayer);
      const choice = choiceOf(layer, how);
      const progress = progressLine(shell);
      const upload = await awaitUpload(server, await sendFile(server, path, how.isResumed, progress), progress);
      if (upload.error) throw new Refusal(errorText(locale, upload.error.code, upload.error.params), exitCodes.failed);
      const uploadLayerId = sourceIn(upload, how.from ?? layer.name, how.from !== null);
      const begun = await api.updates.prepare.mutate({
        communityId,
        layerId: layer.id,
        uploadId: upload.id,
        uploadLayerId,
        way: how.way,
        choice,
      });
      const { preview } = await awaitUpdate(server, begun, progress);
      if (!preview) throw new Refusal(errorText(locale, "update-not-ready"), exitCodes.failed);
      const printRecord = (revision: number | null) =>
        writeTo(out, format === "json" ? `${JSON.stringify(recordOf(begun.id, preview, revision))}\n` : "");
      if (format === "text") await writeTo(out, `${say("counts", preview.counts)}\n`);
      const added = preview.columns.added.map(({ name }) => name);
      const unknown = preview.file?.unknown ?? [];
      if (added.length > 0) err.write(`${say("columnsAdded", { columns: added.join(", ") })}\n`);
      if (unknown.length > 0) err.write(`${say("columnsLeft", { columns: unknown.join(", ") })}\n`);
      for (const { code, params, row, rows, occurrences } of preview.findings) {
        const where = rows.length > 1 ? `#${rows.join(", #")}${occurrences > rows.length ? "…" : ""} ` : row === null ? "" : `#${row} `;
        err.write(`${where}${errorText(locale, code, params)}\n`);
      }
      writeHarms(err, locale, preview);
      if (preview.isBlocked) {
        await printRecord(null);
        return exitCodes.notConform;
      }
      const { inserted, updated, deleted } = preview.counts;
      if (inserted + updated + deleted + added.length === 0) {
        err.write(`${say("nothingChanges")}\n`);
        await printRecord(null);
        return exitCodes.ok;
      }
      if (!how.isApplied) {
        // A dry run must not leave a prepared update behind: somebody could apply it by mistake.
        await api.updates.discard.mutate({ communityId, updateId: begun.id });
        err.write(`${say("dryRun")}\n`);
        await printRecord(null);
        return exitCodes.ok;
      }
      if (preview.harms.length > 0 && how.confirmed?.trim() !== layer.title.trim()) {
        await api.updates.discard.mutate({ communityId, updateId: begun.id });
        err.write(`${say("needsConfirm", { layer: layer.title })}\n`);
        await printRecord(null);
        return exitCodes.notConform;
      }
      if (!how.isSure && !(await confirm(say("ask")))) {
        await api.updates.discard.mutate({ communityId, updateId: begun.id });
        err.write(`${say("notApplied")}\n`);
        return exitCodes.notConform;
      }
      const { baseRevision } = preview;
      const title = how.confirmed === undefined ? {} : { confirm: how.confirmed };
      const applying = await api.updates.commit.mutate({ communityId, updateId: begun.id, baseRevision, ...title });
      const { revision } = await awaitUpdate(server, applying, progress);
      err.write(`${say("applied", { layer: layer.title, revision: revision ?? 0 })}\n`);
      await printRecord(revision);
      return exitCodes.ok;
    });
  },
};

function readArgs(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values, positionals } = parseCommandLine(args, {
    ...{ delta: text, replace: flag, append: flag, "delete-absent": flag, from: text, "add-columns": { ...text, multiple: true } },
    ...{ "dry-run": flag, apply: flag, yes: flag, confirm: text, resume: flag, name: text, format: text },
  });
  const [dataset, layer, path, ...others] = positionals;
  if (dataset === undefined || layer === undefined || path === undefined || others.length > 0) {
    throw new UsageError("arguments");
  }
  const ways: UpdateWay[] = [];
  if (values.delta !== undefined) ways.push("delta");
  if (values.replace) ways.push("replace");
  if (values.append) ways.push("append");
  const [way] = ways;
  if (way === undefined || ways.length > 1) throw new UsageError("way-missing");
  if (values["delete-absent"] && way !== "delta") throw new UsageError("absent-without-delta");
  if (values.apply && values["dry-run"]) throw new UsageError("apply-or-dry-run");
  if (values.apply && !values.yes && !process.stdin.isTTY) throw new UsageError("nobody-to-ask");
  return {
    ...{ dataset, layer, path, way },
    name: values.name,
    key: (values.delta ?? "").split(",").filter(Boolean),
    deletesAbsent: values["delete-absent"] ?? false,
    adds: (values["add-columns"] ?? []).flatMap((names) => names.split(",")).filter(Boolean),
    from: values.from ?? null,
    isApplied: values.apply ?? false,
    isSure: values.yes ?? false,
    confirmed: values.confirm,
    isResumed: values.resume ?? false,
    format: oneOf("--format", ["text", "json"], values.format),
  };
}

/** Translates the key from the names that people see to the layer's column names. */
function choiceOf({ fields }: LayerSummary, how: { key: readonly string[]; deletesAbsent: boolean; adds: string[] }): UpdateChoice {
  const { adds, deletesAbsent } = how;
  if (how.key.length === 0) return { adds };
  const key = how.key.map((wanted) => {
    if (wanted === UPDATE_KEY_FID) return wanted;
    const found = fields.find(({ name, column }) => name === wanted || column === wanted);
    if (!found) throw new UsageError("no-field", { field: wanted, known: fields.map(({ name }) => name) });
    return found.column;
  });
  return { key, deletesAbsent, adds };
}

/** The layer of the file to compare with: the named one, or the only one. */
function sourceIn(upload: Upload, name: string, isNamed: boolean): string {
  const [only, ...others] = upload.layers;
  const found = upload.layers.find((layer) => layer.name === name) ?? (isNamed || others.length > 0 ? undefined : only);
  if (found) return found.id;
  throw new UsageError("from-missing", { file: upload.fileName, known: upload.layers.map((layer) => layer.name) });
}

/** Waits for the update's job, then returns the update. @throws Refusal when the job or the update failed */
async function awaitUpdate(server: Server, update: LayerUpdate, progress: ProgressLine): Promise<LayerUpdate> {
  const { api, communityId, locale } = server;
  if (update.jobId) await awaitSuccess(server, update.jobId, progress);
  const done = await api.updates.get.query({ communityId, updateId: update.id });
  if (done.error) throw new Refusal(errorText(locale, done.error.code, done.error.params), exitCodes.failed);
  return done;
}

/** What the update would break, and what depends on it. */
function writeHarms(err: Shell["err"], locale: Shell["locale"], { harms }: UpdatePreview): void {
  const say = translator(locale, "bin");
  for (const { code, params, uses } of harms) {
    err.write(`! ${errorText(locale, code, params)}\n`);
    for (const { kind, count, names } of uses) {
      const named = names.length > 0 ? ` ${say("uses.names", { names: names.join(", "), more: count - names.length })}` : "";
      err.write(`  - ${say(`uses.kinds.${kind}`, { count })}${named}\n`);
    }
  }
}

function recordOf(id: string, { counts, columns, file, baseRevision, isBlocked, findings, harms }: UpdatePreview, revision: number | null) {
  return {
    id,
    baseRevision,
    revision,
    ...counts,
    columnsAdded: columns.added.map(({ name }) => name),
    columnsLeft: file?.unknown ?? [],
    isBlocked,
    harms: harms.map(({ code, params, uses }) => ({ code, params, uses })),
    findings: findings.map(({ code, row, fid, params }) => ({ code, row, fid, params })),
  };
}

async function confirm(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes|o|oui)$/i.test((await asking.question(question)).trim());
  } finally {
    asking.close();
  }
}
