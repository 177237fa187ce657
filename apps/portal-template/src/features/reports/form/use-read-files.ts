import { formatBytes } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { DraftFile, Place } from "../drafts/draft.ts";
import { kindOf } from "../words.ts";
import { asJpeg, isHeic } from "./heic.ts";
import { placeOf, withoutPlace } from "./photo-place.ts";

interface ReadFiles {
  readonly good: readonly DraftFile[];
  /** Where the first photo that knows it was taken. */
  readonly place: Place | null;
}

/** Reads chosen files for a report, and says why one is refused. The place in a photo is read here, and erased from what is kept and sent. */
export function useReadFiles(limits: { readonly files: number; readonly bytesPerFile: number }) {
  const t = useTranslations("reports.photos");
  const locale = useLocale();
  const [refused, setRefused] = useState<readonly string[]>([]);
  const read = async (list: FileList | null, room: number): Promise<ReadFiles> => {
    const sentences: string[] = [];
    const good: DraftFile[] = [];
    let place: Place | null = null;
    for (const file of list ?? []) {
      const { name } = file;
      const kind = kindOf(file);
      if (kind === null) sentences.push(t("wrongKind", { name }));
      else if (file.size > limits.bytesPerFile) sentences.push(t("tooLarge", { name, most: formatBytes(locale, limits.bytesPerFile) }));
      else if (file.size === 0) sentences.push(t("empty", { name }));
      else if (good.length >= room) sentences.push(t("tooMany", { name, count: limits.files }));
      else {
        const bytes = await file.arrayBuffer();
        place ??= placeOf(bytes);
        const found = await readAs(kind, bytes);
        if (found) good.push({ key: crypto.randomUUID(), name, sent: null, ...found });
        else sentences.push(t("heic", { name }));
      }
    }
    setRefused(sentences);
    return { good, place };
  };
  return { refused, read };
}

/** The file to send; null when it cannot be read. Checked at once, so that the author sees it before sending. */
async function readAs(type: string, bytes: ArrayBuffer): Promise<Pick<DraftFile, "type" | "bytes"> | null> {
  if (!isHeic(bytes)) return { type, bytes: withoutPlace(bytes) };
  const jpeg = await asJpeg(bytes);
  return jpeg && { type: "image/jpeg", bytes: jpeg };
}
