"use client";
import type { ReportFile } from "@archipel/contracts/reports.ts";
import { formatBytes } from "@archipel/i18n/format.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { FileText } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../../links.ts";

/** Photos as thumbnails that open large, documents by name and size. */
export function ReportFiles({ files, follow }: { readonly files: readonly ReportFile[]; readonly follow: string | undefined }) {
  const t = useTranslations("reports.page");
  const locale = useLocale();
  const shown = files.filter(({ isHidden }) => !isHidden);
  return (
    <section aria-labelledby="files">
      <h2 id="files" className="mb-3 text-title">
        {t("photos")}
      </h2>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {shown.map(({ id, name, size, path, thumbnailPath }, index) => (
          <li key={id}>
            <a href={links.reportFile(path, follow)} target="_blank" rel="noreferrer" className="block text-ink">
              {thumbnailPath ? (
                <PlainImage
                  src={links.reportFile(thumbnailPath, follow)}
                  alt={t("photo", { index: index + 1, name })}
                  className="aspect-[4/3] w-full rounded-card bg-sunken object-cover"
                />
              ) : (
                <span className="flex aspect-[4/3] flex-col items-center justify-center gap-1 rounded-card border border-line p-2 text-center text-small">
                  <FileText aria-hidden className="size-8 text-ink-muted" />
                  <span className="line-clamp-2 break-all">{name}</span>
                  <span className="text-ink-muted">{formatBytes(locale, size)}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
      {shown.length < files.length && <p className="mt-2 text-ink-muted text-small">{t("hidden")}</p>}
    </section>
  );
}
