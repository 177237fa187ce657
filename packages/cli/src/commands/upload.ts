import type { CloudRepairs } from "@archipel/contracts/clouds.ts";
import type { HeightChoices, Upload } from "@archipel/contracts/uploads.ts";
import { errorText } from "@archipel/i18n/translator.ts";
import { oneOf, onlyArgument, parseCommandLine } from "../args.ts";
import { withTilesAsFile } from "../cloud/tiles-of-folder.ts";
import { heightOptions, wantedHeights } from "../cloud/wanted-heights.ts";
import { cloudRepairOptions, wantedRepairs } from "../cloud/wanted-repairs.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { type ProgressLine, progressLine } from "../progress.ts";
import { type Server, withServer } from "../server/connect.ts";
import { awaitUpload } from "../server/follow-job.ts";
import { sendFile } from "../server/send-file.ts";
import { documentsOf, findingsOf, uploadRecord, uploadText } from "../server/upload-report.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

export const uploadCommand: Command = {
  help: {
    options: [
      "resume",
      "no-wait-upload",
      "name",
      "format-json",
      "repair-clouds",
      "reclassify",
      "heights",
      "product",
      "nodata",
      "lang",
      "help",
    ],
    key: "contribute",
    exits: { 0: "uploaded", 1: "uploaded-not", 2: "usage", 3: "upload-failed", 4: "unreachable-resume", 5: "refused" },
    examples: [
      "archipel upload zones.gpkg",
      "archipel upload livraison.zip --resume",
      "archipel upload dalles/ --repair bad-times,duplicates --reclassify 8=1",
      "archipel upload mnt.xyz --product dtm --heights 5720",
      'id=$(archipel upload zones.gpkg --format json | jq -r .id) && archipel publish "$id" --title "Zones"',
    ],
  },
  async run(args, shell) {
    const { out, err, locale } = shell;
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    const { values, positionals } = parseCommandLine(args, {
      resume: flag,
      "no-wait": flag,
      format: text,
      name: text,
      ...cloudRepairOptions,
      ...heightOptions,
    });
    const typed = onlyArgument(positionals);
    const repairs = wantedRepairs(values);
    const choices = wantedHeights(values);
    const format = oneOf("--format", ["text", "json"], values.format);
    const path = await shell.inputs.read(typed, values.name);
    return withTilesAsFile(path, async (file) =>
      withServer(locale, async (server) => {
        const progress = progressLine(shell);
        const id = await sendFile(server, file, values.resume ?? false, progress);
        if (values["no-wait"]) {
          await writeTo(out, format === "json" ? `${JSON.stringify({ id })}\n` : `${id}\n`);
          return exitCodes.ok;
        }
        const first = await awaitUpload(server, id, progress);
        const upload = await mendedOnServer(server, first, { repairs, choices }, progress);
        const findings = await findingsOf(server, id);
        const documents = await documentsOf(server, upload);
        const text =
          format === "json" ? `${JSON.stringify(uploadRecord(upload, documents))}\n` : uploadText(server, upload, documents, findings);
        await writeTo(out, text);
        if (upload.error) err.write(`${errorText(locale, upload.error.code, upload.error.params)}\n`);
        if (upload.status === "failed") return exitCodes.failed;
        return upload.layers.some(({ errorCount }) => errorCount > 0) ? exitCodes.notConform : exitCodes.ok;
      }),
    );
  },
};

/**
 * Repairs all point clouds of an upload, says what its rasters of heights are, and awaits their new check.
 *
 * @throws UsageError when it has none of them
 */
async function mendedOnServer(
  server: Server,
  upload: Upload,
  { repairs, choices }: { repairs: CloudRepairs | null; choices: HeightChoices | null },
  progress: ProgressLine,
): Promise<Upload> {
  const { api, communityId } = server;
  const clouds = upload.clouds.map(({ path }) => path);
  const grids = upload.rasters.flatMap(({ path, heights }) => (heights ? [path] : []));
  // What heights refer to is said of points and of grids alike.
  const isOfClouds = repairs !== null && (repairs.drop.length > 0 || repairs.header || Object.keys(repairs.classes).length > 0);
  if (clouds.length === 0 && isOfClouds) throw new UsageError("only-clouds", { option: "--repair" });
  if (grids.length === 0 && (choices?.product !== undefined || choices?.nodata !== undefined))
    throw new UsageError("only-heights", { option: choices.product === undefined ? "--nodata" : "--product" });
  if (clouds.length + grids.length === 0 && repairs) throw new UsageError("only-clouds", { option: "--heights" });
  let mended = upload;
  if (repairs && clouds.length > 0) {
    await api.uploads.repairClouds.mutate({ communityId, uploadId: upload.id, paths: clouds, add: repairs });
    mended = await awaitUpload(server, upload.id, progress);
  }
  if (choices && grids.length > 0) {
    await api.uploads.setHeights.mutate({ communityId, uploadId: upload.id, paths: grids, choices });
    mended = await awaitUpload(server, upload.id, progress);
  }
  return mended;
}
