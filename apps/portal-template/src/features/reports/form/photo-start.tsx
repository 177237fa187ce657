"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { Camera } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { DraftFile, Place } from "../drafts/draft.ts";
import { useReadFiles } from "./use-read-files.ts";

interface PhotoStartProps {
  readonly files: readonly DraftFile[];
  readonly limits: { readonly files: number; readonly bytesPerFile: number };
  readonly onPhotos: (files: readonly DraftFile[], place: Place | null) => void;
}

/** Begins a report with a photo: a phone notes where it was taken, and the map goes there. */
export function PhotoStart({ files, limits, onPhotos }: PhotoStartProps) {
  const t = useTranslations("reports.place.photo");
  const input = useRef<HTMLInputElement>(null);
  const { refused, read } = useReadFiles(limits);
  const [isPlaced, setPlaced] = useState<boolean | null>(null);
  const add = async (list: FileList | null) => {
    const { good, place } = await read(list, limits.files - files.length);
    if (good.length === 0) return;
    setPlaced(place !== null);
    onPhotos(good, place);
  };
  return (
    <div className="grid gap-2">
      <Button className="min-h-12!" disabled={files.length >= limits.files} onClick={() => input.current?.click()}>
        <Camera aria-hidden className="size-5" />
        {t("start")}
      </Button>
      <input
        ref={hearEarlyIn(input)}
        hidden
        multiple
        type="file"
        accept="image/*,.heic,.heif"
        aria-label={t("start")}
        onChange={(event) =>
          add(event.target.files).finally(() => {
            // The same photo can be chosen again.
            if (input.current) input.current.value = "";
          })
        }
      />
      <p role="status" className="text-ink-muted text-small">
        {isPlaced === null ? t("hint") : t(isPlaced ? "placed" : "unplaced", { count: files.length })}
      </p>
      {refused.map((sentence) => (
        <Alert key={sentence} tone="warning" isLive title={sentence} />
      ))}
    </div>
  );
}
