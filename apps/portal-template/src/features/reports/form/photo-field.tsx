"use client";
import { formatBytes } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { Camera, FileText, Paperclip, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { DraftFile } from "../drafts/draft.ts";
import { useReadFiles } from "./use-read-files.ts";

interface PhotoFieldProps {
  readonly files: readonly DraftFile[];
  readonly limits: { readonly files: number; readonly bytesPerFile: number };
  readonly onFiles: (change: (files: readonly DraftFile[]) => readonly DraftFile[]) => void;
}

/** Photos from the camera or from files, and documents. A refused file is listed with the reason. */
export function PhotoField({ files, limits, onFiles }: PhotoFieldProps) {
  const t = useTranslations("reports.photos");
  const locale = useLocale();
  const camera = useRef<HTMLInputElement>(null);
  const chosen = useRef<HTMLInputElement>(null);
  const choose = useRef<HTMLButtonElement>(null);
  const room = limits.files - files.length;
  const { refused, read } = useReadFiles(limits);
  const add = async (list: FileList | null) => {
    const { good } = await read(list, room);
    if (good.length > 0) onFiles((last) => [...last, ...good].slice(0, limits.files));
  };
  const full = room <= 0 ? { disabledReason: t("full", { count: limits.files }), reasonAlign: "start" as const } : {};
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">{t("label")}</legend>
      <p className="text-ink-muted text-small">{t("hint", { count: limits.files, most: formatBytes(locale, limits.bytesPerFile) })}</p>
      {files.length > 0 && (
        <ul className="grid grid-cols-2 gap-2">
          {files.map((file) => (
            <li key={file.key} className="relative overflow-hidden rounded-card border border-line bg-ground">
              <Preview file={file} />
              <p className="truncate px-2 py-1 text-small" title={file.name}>
                {file.name}
              </p>
              <Button
                isSquare
                className="absolute top-1 right-1"
                aria-label={t("remove", { name: file.name })}
                onClick={() => {
                  onFiles((last) => last.filter(({ key }) => key !== file.key));
                  // The button disappears with its file, so the focus must move.
                  choose.current?.focus();
                }}
              >
                <X aria-hidden className="size-5" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {/* The camera button is useful on handheld devices only. */}
        <Button className="not-pointer-coarse:hidden" {...full} onClick={() => camera.current?.click()}>
          <Camera aria-hidden className="size-5" />
          {t("take")}
        </Button>
        <Button ref={choose} {...full} onClick={() => chosen.current?.click()}>
          <Paperclip aria-hidden className="size-5" />
          {t("choose")}
        </Button>
      </div>
      <input
        ref={hearEarlyIn(camera)}
        hidden
        type="file"
        accept="image/*"
        capture="environment"
        aria-label={t("take")}
        onChange={(event) => add(event.target.files).finally(() => emptied(camera.current))}
      />
      <input
        ref={hearEarlyIn(chosen)}
        hidden
        multiple
        type="file"
        accept="image/*,.heic,.heif,application/pdf,.csv,.txt"
        aria-label={t("choose")}
        onChange={(event) => add(event.target.files).finally(() => emptied(chosen.current))}
      />
      {refused.map((sentence) => (
        <Alert key={sentence} tone="warning" isLive title={sentence} />
      ))}
    </fieldset>
  );
}

/** Empties the input, so that the same file can be chosen again. */
function emptied(input: HTMLInputElement | null): void {
  if (input) input.value = "";
}

function Preview({ file }: { readonly file: DraftFile }) {
  const [url, setUrl] = useState<string | null>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  useEffect(() => {
    if (!file.type.startsWith("image/")) return;
    const made = URL.createObjectURL(new Blob([file.bytes], { type: file.type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file.bytes, file.type]);
  if (!url || isUnreadable) {
    return (
      <div className="flex h-28 items-center justify-center text-ink-muted">
        <FileText aria-hidden className="size-8" />
      </div>
    );
  }
  return <PlainImage src={url} alt="" className="h-28 w-full object-cover" onError={() => setUnreadable(true)} />;
}
