"use client";
import type { Upload, UploadDocument } from "@archipel/contracts/uploads.ts";
import { formatBytes } from "@archipel/i18n/format.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";

/** A folder with more files than this can only be chosen as a whole. */
const LISTED = 100;

/** Paths that are left out. All others are kept with the dataset. */
export type LeftOut = ReadonlySet<string>;

interface DocumentChoicesProps {
  readonly upload: Upload;
  readonly leftOut: LeftOut;
  readonly onChange: (leftOut: LeftOut, all: readonly UploadDocument[]) => void;
}

/** The documents of the delivery, by folder. All are kept unless the person leaves some out. */
export function DocumentChoices({ upload, leftOut, onChange }: DocumentChoicesProps) {
  const t = useTranslations("admin.publish");
  const api = useApi();
  const community = useCommunity();
  const [isOpen, setOpen] = useState(false);
  const documents = useQuery({
    ...api.uploads.documents.queryOptions({ communityId: community.id, uploadId: upload.id }),
    enabled: isOpen,
  });
  if (upload.documentCount === 0) return null;
  const all = documents.data ?? [];
  const change = (paths: readonly string[], isKept: boolean) => {
    const next = new Set(leftOut);
    for (const path of paths) {
      if (isKept) next.delete(path);
      else next.add(path);
    }
    onChange(next, all);
  };
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-6 font-medium text-accent-ink">
        {t("documents", { count: upload.documentCount, kept: upload.documentCount - leftOut.size })}
      </summary>
      <p className="mt-2 max-w-prose text-ink-muted text-small">{t("documentsHint")}</p>
      <div className="mt-3 flex flex-col gap-4">
        {byFolder(all).map(([folder, files]) => (
          <Folder key={folder} folder={folder} files={files} leftOut={leftOut} change={change} />
        ))}
      </div>
    </details>
  );
}

function Folder({
  folder,
  files,
  leftOut,
  change,
}: {
  readonly folder: string;
  readonly files: readonly UploadDocument[];
  readonly leftOut: LeftOut;
  readonly change: (paths: readonly string[], isKept: boolean) => void;
}) {
  const t = useTranslations("admin.publish");
  const locale = useLocale();
  const paths = files.map(({ path }) => path);
  return (
    <fieldset>
      <legend className="sr-only">{folder || t("documentsRoot")}</legend>
      <Checkbox
        label={<span className="break-all font-medium">{folder || t("documentsRoot")}</span>}
        hint={t("documentsIn", { count: files.length })}
        checked={paths.some((path) => !leftOut.has(path))}
        onChange={(event) => change(paths, event.target.checked)}
      />
      {files.length <= LISTED && (
        <div className="pl-6">
          {files.map(({ path, size }) => (
            <Checkbox
              key={path}
              label={<span className="break-all">{path.slice(path.lastIndexOf("/") + 1)}</span>}
              hint={formatBytes(locale, size)}
              checked={!leftOut.has(path)}
              onChange={(event) => change([path], event.target.checked)}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function byFolder(documents: readonly UploadDocument[]): [string, UploadDocument[]][] {
  const folders = new Map<string, UploadDocument[]>();
  for (const document of documents) {
    const folder = document.path.slice(0, Math.max(0, document.path.lastIndexOf("/")));
    folders.set(folder, [...(folders.get(folder) ?? []), document]);
  }
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
}
