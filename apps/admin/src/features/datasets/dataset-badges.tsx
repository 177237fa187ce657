import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";

export function DatasetStatusBadge({ status }: Pick<DatasetSummary, "status">) {
  const t = useTranslations("admin.datasets.status");
  return <Badge tone={status === "published" ? "success" : "warning"}>{t(status)}</Badge>;
}

export function SyntheticBadge({ isSynthetic }: Pick<DatasetSummary, "isSynthetic">) {
  const t = useTranslations("common.states");
  return isSynthetic ? <Badge>{t("synthetic")}</Badge> : null;
}
