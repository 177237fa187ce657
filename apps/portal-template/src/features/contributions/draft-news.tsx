import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";
import type { Elsewhere } from "./use-draft.ts";

/** What happened to the draft on another page of the same person. */
export function DraftNews({ elsewhere }: { readonly elsewhere: Elsewhere | null }) {
  const t = useTranslations("presence");
  if (elsewhere === null) return null;
  if (elsewhere === "followed") {
    return (
      <p role="status" className="text-ink-muted text-small">
        {t("followed")}
      </p>
    );
  }
  return <Alert tone="info" isLive title={t(`left.${elsewhere}`)} />;
}
