import type { Attachment } from "@archipel/contracts/attachments.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatBytes, unbroken } from "@archipel/i18n/format.ts";
import { FileText } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { isCloud } from "../attachments/cloud.ts";
import { attachmentsOf } from "../attachments/loaders.ts";
import { isRaster } from "../attachments/raster.ts";
import { DatasetClouds } from "./dataset-clouds.tsx";
import { DatasetRasters } from "./dataset-rasters.tsx";

/** The documents delivered with the data, by folder. */
export async function DatasetDocuments({ dataset }: { readonly dataset: Dataset }) {
  if (dataset.attachmentCount === 0) return null;
  const attachments = await attachmentsOf(dataset.id);
  const rasters = attachments.filter(isRaster);
  const tiles = attachments.filter(isCloud);
  const folders = byFolder(attachments.filter((attachment) => !isRaster(attachment) && !isCloud(attachment)));
  return (
    <>
      {tiles.length > 0 && <DatasetClouds tiles={tiles} layerId={dataset.layers.find(({ kind }) => kind === "pointcloud")?.id} />}
      {rasters.length > 0 && <DatasetRasters datasetId={dataset.id} rasters={rasters} />}
      {folders.length > 0 && <Documents folders={folders} />}
    </>
  );
}

async function Documents({ folders }: { readonly folders: readonly [string, Attachment[]][] }) {
  const t = await getTranslations("portal.dataset.documents");
  return (
    <section aria-labelledby="documents">
      <h2 id="documents" className="mb-4 text-title">
        {t("title", { count: folders.reduce((sum, [, files]) => sum + files.length, 0) })}
      </h2>
      <div className="space-y-3">
        {folders.map(([folder, files]) => (
          <details key={folder} open={folders.length === 1 && files.length <= 20} className="rounded-card border border-line bg-surface">
            <summary className="flex min-h-12 flex-wrap items-baseline gap-x-3 px-4 py-3">
              <span className="break-all font-medium">{folder || t("root")}</span>
              <span className="text-ink-muted text-small">{t("count", { count: files.length })}</span>
            </summary>
            <ul className="divide-y divide-line border-line border-t">
              {files.map((file) => (
                <DocumentRow key={file.id} file={file} />
              ))}
            </ul>
          </details>
        ))}
      </div>
    </section>
  );
}

async function DocumentRow({ file }: { readonly file: Attachment }) {
  const locale = await getLocale();
  return (
    <li className="px-4 py-2.5">
      <a href={links.attachment(file.id)} download className="flex min-h-6 items-start gap-2 text-accent-ink underline underline-offset-4">
        <FileText aria-hidden className="mt-0.5 size-5 shrink-0" />
        <span className="break-words">{unbroken(file.title)}</span>
      </a>
      <p className="pl-7 text-ink-muted text-small">
        <span className="break-all">{file.fileName}</span>, {formatBytes(locale, file.size)}
      </p>
    </li>
  );
}

/** Groups documents by folder, ignoring a single folder around the whole delivery. */
function byFolder(attachments: readonly Attachment[]): [string, Attachment[]][] {
  const [first] = attachments;
  const root = first?.path.includes("/") ? `${first.path.split("/")[0]}/` : "";
  const isWrapped = root !== "" && attachments.every(({ path }) => path.startsWith(root));
  const folders = new Map<string, Attachment[]>();
  for (const attachment of attachments) {
    const inside = isWrapped ? attachment.path.slice(root.length) : attachment.path;
    const folder = inside.slice(0, Math.max(0, inside.lastIndexOf("/"))).replaceAll("_", " ");
    const files = folders.get(folder) ?? [];
    files.push(attachment);
    folders.set(folder, files);
  }
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
}
