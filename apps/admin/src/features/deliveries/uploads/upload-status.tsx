import type { Upload, UploadStatus } from "@archipel/contracts/uploads.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";
import { awaitsPoints } from "./layer-list.tsx";

const TONES: Record<UploadStatus, BadgeTone> = {
  receiving: "info",
  received: "info",
  checking: "info",
  checked: "warning",
  publishing: "info",
  published: "success",
  failed: "danger",
};

export function UploadStatusBadge({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin.uploads.status");
  const { status } = upload;
  return <Badge tone={TONES[status]}>{t(status === "checked" && awaitsPoints(upload) ? "incomplete" : status)}</Badge>;
}

/** Whether core-api still works on the upload. The page then polls. */
export function isAtWork(status: UploadStatus): boolean {
  return status === "receiving" || status === "received" || status === "checking" || status === "publishing";
}
