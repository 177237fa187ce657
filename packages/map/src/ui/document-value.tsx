"use client";
import { FileText } from "lucide-react";
import type { MapData } from "./map-data.ts";
import { useAnswer } from "./use-answer.ts";

/** Whether a text looks like the file name of a document. */
export const isDocumentName = (value: unknown): value is string =>
  typeof value === "string" && /^[^/\\]{1,200}\.(pdf|png|jpe?g|gif|webp|tiff?|txt|xml)$/i.test(value);

interface DocumentValueProps {
  readonly layerId: string;
  readonly fileName: string;
  readonly data: MapData;
}

/** The name of a document, as a link when the dataset has the document. */
export function DocumentValue({ layerId, fileName, data }: DocumentValueProps) {
  const { document } = data;
  const answer = useAnswer(document ? `${layerId}/${fileName}` : null, async () => (await document?.(layerId, fileName)) ?? null);
  const found = answer.state === "here" ? answer.value : null;
  if (!found) return <span className="break-words">{fileName}</span>;
  return (
    <a href={found.href} download className="inline-flex items-start gap-1.5 text-accent-ink underline underline-offset-2">
      <FileText aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="break-all">{fileName}</span>
    </a>
  );
}
