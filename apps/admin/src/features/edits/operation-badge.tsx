"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import { OPERATION_TONES } from "@archipel/map/edit/operation-tones.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";

/** Whether an edit adds, changes or deletes a feature. */
export function OperationBadge({ operation }: { readonly operation: EditDiff["operation"] }) {
  const t = useTranslations("admin.contributions.operation");
  return <Badge tone={OPERATION_TONES[operation]}>{t(operation)}</Badge>;
}
