"use client";
import type { ModeratedReport, ReportFile } from "@archipel/contracts/reports.ts";
import { formatBytes } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { useMutation } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, EyeOff, FileText } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

interface PhotosProps {
  readonly report: ModeratedReport;
  readonly onChanged: () => unknown;
}

/** Photos and files. A photo opens in full size; each can be hidden from the public. */
export function Photos({ report, onChanged }: PhotosProps) {
  const t = useTranslations("moderation.files");
  const locale = useLocale();
  const [openId, setOpenId] = useState<string | null>(null);
  const photos = report.attachments.filter(({ thumbnailPath }) => thumbnailPath !== null);
  const files = report.attachments.filter(({ thumbnailPath }) => thumbnailPath === null);
  if (report.attachments.length === 0) return null;
  return (
    <section aria-label={t("label")} className="flex flex-col gap-2">
      {photos.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {photos.map((photo, index) => (
            <li key={photo.id}>
              <button
                type="button"
                onClick={() => setOpenId(photo.id)}
                className="relative block size-24 overflow-hidden rounded-control bg-sunken"
              >
                <PlainImage
                  src={links.reportFile(photo.thumbnailPath ?? photo.path)}
                  alt={t("open", { position: index + 1, total: photos.length })}
                  className={`size-full object-cover ${photo.isHidden ? "opacity-35" : ""}`}
                />
                {photo.isHidden && (
                  <span className="absolute inset-0 flex items-center justify-center">
                    <EyeOff aria-hidden className="size-6" />
                    <span className="sr-only">{t("isHidden")}</span>
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul className="flex flex-col gap-1">
          {files.map((file) => (
            <li key={file.id} className="flex flex-wrap items-center gap-x-3">
              <a
                href={links.reportFile(file.path)}
                className="inline-flex min-h-8 items-center gap-2 break-all text-accent-ink underline underline-offset-2"
              >
                <FileText aria-hidden className="size-4 shrink-0" />
                {file.name} ({formatBytes(locale, file.size)})
              </a>
              <HideButton report={report} file={file} onChanged={onChanged} />
            </li>
          ))}
        </ul>
      )}
      <Viewer report={report} photos={photos} openId={openId} onOpen={setOpenId} onChanged={onChanged} />
    </section>
  );
}

interface ViewerProps extends PhotosProps {
  readonly photos: readonly ReportFile[];
  readonly openId: string | null;
  readonly onOpen: (id: string | null) => void;
}

function Viewer({ report, photos, openId, onOpen, onChanged }: ViewerProps) {
  const t = useTranslations("moderation.files");
  const tc = useTranslations("common.actions");
  const at = photos.findIndex(({ id }) => id === openId);
  const photo = photos[at];
  const [isLarge, setLarge] = useState(false);
  const show = (id: string | null) => {
    setLarge(false);
    onOpen(id);
  };
  const step = (by: number) => show(photos[(at + by + photos.length) % photos.length]?.id ?? null);
  return (
    <Dialog
      placement="wide"
      title={t("open", { position: at + 1, total: photos.length })}
      description={photo?.name}
      closeLabel={tc("close")}
      open={photo !== undefined}
      onOpenChange={(isOpen) => !isOpen && show(null)}
      footer={
        photo && (
          <>
            <HideButton report={report} file={photo} onChanged={onChanged} />
            {photos.length > 1 && (
              <>
                <Button isSquare aria-label={t("previous")} aria-keyshortcuts="ArrowLeft" onClick={() => step(-1)}>
                  <ChevronLeft aria-hidden className="size-5" />
                </Button>
                <Button isSquare aria-label={t("next")} aria-keyshortcuts="ArrowRight" onClick={() => step(1)}>
                  <ChevronRight aria-hidden className="size-5" />
                </Button>
              </>
            )}
          </>
        )
      }
    >
      {photo && (
        // biome-ignore lint/a11y/noStaticElementInteractions: keyboard shortcuts for the buttons around it
        <div
          className={isLarge ? "max-h-[70dvh] overflow-auto" : ""}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft" && photos.length > 1 && !isLarge) step(-1);
            if (event.key === "ArrowRight" && photos.length > 1 && !isLarge) step(1);
          }}
        >
          <button
            type="button"
            aria-pressed={isLarge}
            aria-label={t(isLarge ? "fit" : "enlarge")}
            onClick={() => setLarge(!isLarge)}
            className={`mx-auto block ${isLarge ? "cursor-zoom-out" : "cursor-zoom-in"}`}
          >
            <PlainImage
              src={links.reportFile(photo.path)}
              alt={t("alt", { position: at + 1, total: photos.length, number: report.number })}
              width={photo.width ?? undefined}
              height={photo.height ?? undefined}
              className={isLarge ? "max-w-none" : "h-auto max-h-[70dvh] w-auto max-w-full rounded-control"}
            />
          </button>
        </div>
      )}
    </Dialog>
  );
}

function HideButton({ report, file, onChanged }: PhotosProps & { readonly file: ReportFile }) {
  const t = useTranslations("moderation.files");
  const api = useApi();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const hide = useMutation(api.reports.hideFile.mutationOptions({ onSuccess: () => onChanged() }));
  return (
    <>
      <Button
        tone="quiet"
        disabled={hide.isPending}
        onClick={() => hide.mutate({ communityId, reportId: report.id, fileId: file.id, isHidden: !file.isHidden })}
      >
        {t(file.isHidden ? "show" : "hide")}
      </Button>
      {hide.error && <Alert tone="danger" title={errorText(hide.error)} isLive />}
    </>
  );
}
