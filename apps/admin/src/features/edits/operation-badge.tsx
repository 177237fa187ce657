"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";

const TONES: Record<EditDiff["operation"], BadgeTone> = { insert: "success", update: "info", delete: "danger" };

/** Whether an edit adds, changes or deletes a feature. */
export function OperationBadge({ operation }: { readonly operation: EditDiff["operation"] }) {
  const t = useTranslations("admin.contributions.operation");
  return <Badge tone={TONES[operation]}>{t(operation)}</Badge>;
}
