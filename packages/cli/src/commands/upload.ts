import type { CloudRepairs } from "@archipel/contracts/clouds.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { errorText } from "@archipel/i18n/translator.ts";
import { oneOf, onlyArgument, parseCommandLine } from "../args.ts";
import { withTilesAsFile } from "../cloud/tiles-of-folder.ts";
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
    options: ["resume", "no-wait-upload", "format-json", "repair-clouds", "reclassify", "heights", "lang", "help"],
    key: "contribute",
    exits: { 0: "uploaded", 1: "uploaded-not", 2: "usage", 3: "upload-failed", 4: "unreachable-resume", 5: "refused" },
    examples: [
      "archipel upload zones.gpkg",
      "archipel upload livraison.zip --resume",
      "archipel upload dalles/ --repair bad-times,duplicates --reclassify 8=1",
      'id=$(archipel upload zones.gpkg --format json | jq -r .id) && archipel publish "$id" --title "Zones"',
    ],
  },
  async run(args, shell) {
    const { out, err, locale } = shell;
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    const { values, positionals } = parseCommandLine(args, { resume: flag, "no-wait": flag, format: text, ...cloudRepairOptions });
    const path = onlyArgument(positionals);
    const repairs = wantedRepairs(values);
    const format = oneOf("--format", ["text", "json"], values.format);
    return withTilesAsFile(path, async (file) =>
      withServer(locale, async (server) => {
        const progress = progressLine(shell);
        const id = await sendFile(server, file, values.resume ?? false, progress);
        if (values["no-wait"]) {
          await writeTo(out, format === "json" ? `${JSON.stringify({ id })}\n` : `${id}\n`);
          return exitCodes.ok;
        }
        const first = await awaitUpload(server, id, progress);
        const upload = repairs ? await repairedOnServer(server, first, repairs, progress) : first;
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

/** Repairs all point clouds of an upload, and awaits their new check. @throws UsageError when it has none */
async function repairedOnServer(server: Server, upload: Upload, repairs: CloudRepairs, progress: ProgressLine): Promise<Upload> {
  const { api, communityId } = server;
  if (upload.clouds.length === 0) throw new UsageError("only-clouds", { option: "--repair" });
  await api.uploads.repairClouds.mutate({ communityId, uploadId: upload.id, paths: upload.clouds.map(({ path }) => path), add: repairs });
  return awaitUpload(server, upload.id, progress);
}
