"use client";
import type { InvitedLine } from "@archipel/contracts/member-invitations.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";

/** The lines of a list that were not invited, each with its reason. Renders nothing when all were. */
export function LeftLines({ lines }: { readonly lines: readonly InvitedLine[] }) {
  const t = useTranslations("admin.members");
  if (lines.length === 0) return null;
  return (
    <Alert tone="warning" title={t("left", { count: lines.length })} isLive>
      <ul className="mt-1 flex max-h-48 flex-col gap-1 overflow-y-auto">
        {lines.map(({ line, outcome }, index) => (
          // The same line may be there twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
          <li key={index} className="wrap-anywhere">
            <strong className="font-medium">{line}</strong>
            <span className="block">{t(`outcomes.${outcome}`)}</span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
