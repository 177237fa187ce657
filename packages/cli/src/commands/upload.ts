import { errorText } from "@archipel/i18n/translator.ts";
import { oneOf, onlyArgument, parseCommandLine } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { withServer } from "../server/connect.ts";
import { awaitUpload } from "../server/follow-job.ts";
import { assertFile, sendFile } from "../server/send-file.ts";
import { documentsOf, findingsOf, uploadRecord, uploadText } from "../server/upload-report.ts";
import type { Command } from "./command.ts";

export const uploadCommand: Command = {
  help: {
    options: ["resume", "no-wait-upload", "format-json", "lang", "help"],
    key: "contribute",
    exits: { 0: "uploaded", 1: "uploaded-not", 2: "usage", 3: "upload-failed", 4: "unreachable-resume", 5: "refused" },
    examples: [
      "archipel upload zones.gpkg",
      "archipel upload livraison.zip --resume",
      'id=$(archipel upload zones.gpkg --format json | jq -r .id) && archipel publish "$id" --title "Zones"',
    ],
  },
  async run(args, shell) {
    const { out, err, locale } = shell;
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    const { values, positionals } = parseCommandLine(args, { resume: flag, "no-wait": flag, format: text });
    const path = onlyArgument(positionals);
    const format = oneOf("--format", ["text", "json"], values.format);
    await assertFile(path);
    return withServer(locale, async (server) => {
      const progress = progressLine(shell);
      const id = await sendFile(server, path, values.resume ?? false, progress);
      if (values["no-wait"]) {
        await writeTo(out, format === "json" ? `${JSON.stringify({ id })}\n` : `${id}\n`);
        return exitCodes.ok;
      }
      const upload = await awaitUpload(server, id, progress);
      const findings = await findingsOf(server, id);
      const documents = await documentsOf(server, upload);
      const text =
        format === "json" ? `${JSON.stringify(uploadRecord(upload, documents))}\n` : uploadText(server, upload, documents, findings);
      await writeTo(out, text);
      if (upload.error) err.write(`${errorText(locale, upload.error.code, upload.error.params)}\n`);
      if (upload.status === "failed") return exitCodes.failed;
      return upload.layers.some(({ errorCount }) => errorCount > 0) ? exitCodes.notConform : exitCodes.ok;
    });
  },
};
