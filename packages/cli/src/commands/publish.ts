import { parse } from "node:path";
import { translator } from "@archipel/i18n/translator.ts";
import { idArgument, oneOf, parseCommandLine } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { type Server, withServer } from "../server/connect.ts";
import { datasetOf } from "../server/datasets.ts";
import { awaitSuccess, awaitUpload } from "../server/follow-job.ts";
import { documentsOf } from "../server/upload-report.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { chosenParts } from "./publish-choice.ts";

export const publishCommand: Command = {
  help: {
    options: [
      ...(["title", "dataset", "layers", "layer", "documents", "no-documents", "portal", "draft"] as const),
      ...(["no-wait-publish", "format-json", "lang", "help"] as const),
    ],
    key: "produce",
    exits: { 0: "published", 2: "usage-names", 3: "published-not", 4: "unreachable", 5: "refused" },
    examples: [
      'archipel publish 0199c3… --title "Zones inondables" --portal risques',
      "archipel publish 0199c3… --dataset zones-inondables --layers alea,enjeux --draft",
      "archipel publish 0199c3… --documents Pieces/reglement.pdf,Pieces/rapport.pdf",
      'archipel publish 0199c3… --layers mnt_2026 --no-documents --title "Relief 2026"',
    ],
  },
  async run(args, shell) {
    const { out, err, locale } = shell;
    const text = { type: "string" } as const;
    const many = { type: "string", multiple: true } as const;
    const flag = { type: "boolean" } as const;
    const { values, positionals } = parseCommandLine(args, {
      ...{ title: text, dataset: text, layers: many, layer: many, documents: many, "no-documents": flag, portal: many },
      ...{ draft: flag, "no-wait": flag, format: text },
    });
    const uploadId = idArgument(positionals, "uploads");
    if (values.title !== undefined && values.dataset !== undefined) throw new UsageError("title-or-dataset");
    if (values.documents && values["no-documents"]) throw new UsageError("documents-or-none");
    const format = oneOf("--format", ["text", "json"], values.format);
    return withServer(locale, async (server) => {
      const { api, communityId } = server;
      const progress = progressLine(shell);
      let upload = await api.uploads.get.query({ communityId, uploadId });
      if (upload.repairs === "unread") {
        // The repaired delivery must be written and read first: its layers are the ones to publish.
        await api.repairs.prepare.mutate({ communityId, uploadId });
        upload = await awaitUpload(server, uploadId, progress);
      }
      const choice = { layers: values.layers, layer: values.layer, documents: values["no-documents"] ? [] : values.documents };
      const isChosen = choice.layers || choice.layer || choice.documents;
      const parts = chosenParts(upload, choice, isChosen ? await documentsOf(server, upload) : []);
      const title = values.title ?? parse(upload.fileName).name;
      const { jobId, datasetId } = await api.uploads.publish.mutate({
        communityId,
        uploadId,
        target: values.dataset === undefined ? { record: { title } } : { datasetId: (await datasetOf(server, values.dataset)).id },
        ...parts,
        status: values.draft ? "draft" : "published",
        portalIds: await portalIds(server, values.portal ?? []),
      });
      if (values["no-wait"]) {
        await writeTo(out, format === "json" ? `${JSON.stringify({ job: jobId, dataset: datasetId })}\n` : `${jobId}\n`);
        return exitCodes.ok;
      }
      await awaitSuccess(server, jobId, progress);
      const dataset = await datasetOf(server, datasetId);
      const made = new Set((await api.uploads.get.query({ communityId, uploadId })).layers.map(({ layerId }) => layerId));
      const layers = dataset.layers
        .filter(({ id }) => made.has(id))
        .map(({ id, name, title: layerTitle, featureCount }) => ({ id, name, title: layerTitle, features: featureCount }));
      const { id, slug, status, attachmentCount: documents } = dataset;
      const say = translator(locale, "commands");
      const lines = [`${id}  ${dataset.title}`];
      for (const layer of layers) lines.push(`  ${layer.id}  ${layer.title}  ${say("features", { count: layer.features })}`);
      if (documents > 0) lines.push(`  ${say("documents", { count: documents })}`);
      const record = { dataset: id, slug, title: dataset.title, status, layers, documents };
      await writeTo(out, format === "json" ? `${JSON.stringify(record)}\n` : `${lines.join("\n")}\n`);
      err.write(`${say(status === "published" ? "published" : "drafted", { title: dataset.title })}\n`);
      return exitCodes.ok;
    });
  },
};

async function portalIds({ api, communityId }: Server, slugs: readonly string[]): Promise<string[]> {
  if (slugs.length === 0) return [];
  const portals = await api.portals.list.query({ communityId });
  return slugs.map((wanted) => {
    const found = portals.find(({ slug }) => slug === wanted);
    if (!found) throw new UsageError("no-portal", { portal: wanted, known: portals.map(({ slug }) => slug) });
    return found.id;
  });
}
