"use client";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import type { GrantDraft } from "./use-grant-draft.ts";

/** What a right is for: to read, to propose changes, or to edit without review; and what an area or some columns mean for editing. */
export function GrantPermissionField({ draft }: { readonly draft: GrantDraft }) {
  const t = useTranslations("grants.form");
  const { permission, permissions, isSome, isInArea } = draft;
  const hints = [
    permission !== "read" && t(`permissionHints.${permission}`),
    permission !== "read" && isSome && t("someColumnsEdit"),
    permission !== "read" && isInArea && t("areaEdit"),
  ].filter((hint) => hint !== false);
  return (
    <div className="grid gap-1.5">
      <RadioGroup
        legend={t("permission")}
        name="grant-permission"
        isInline
        value={permission}
        onValueChange={(value) => draft.setPermission(permissions.find((one) => one === value) ?? permission)}
        options={permissions.map((value) => ({ value, label: t(`permissions.${value}`) }))}
      />
      {hints.length > 0 && (
        <div aria-live="polite" className="max-w-prose text-ink-muted text-small">
          {hints.map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </div>
      )}
    </div>
  );
}
