import type { Upload } from "@archipel/contracts/uploads.ts";
import { useTranslations } from "next-intl";

/** Why nothing of an upload can be changed at the moment; undefined when it can. */
export function useLockedReason(status: Upload["status"]): string | undefined {
  const t = useTranslations("admin.upload");
  if (status === "received" || status === "checking") return t("lockedChecking");
  if (status === "publishing") return t("lockedPublishing");
  if (status === "published") return t("lockedPublished");
  return undefined;
}
