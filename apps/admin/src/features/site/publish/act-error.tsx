"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";
import { FailureAlert } from "../../../kit/failure-alert.tsx";

/** Why an act on a page was refused. */
export function ActError({ act }: { readonly act: { readonly error: unknown; readonly isNotStored: boolean } }) {
  const t = useTranslations("site-editor.publish");
  if (act.isNotStored) return <Alert tone="danger" title={t("notStored")} isLive />;
  return act.error ? <FailureAlert error={act.error} /> : null;
}
