"use client";
import type { LayerUpdate, UpdatePreview } from "@archipel/contracts/updates.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";

/** Applies or discards an update, and says what follows. */
export function ApplyBox({ update, preview }: { readonly update: LayerUpdate; readonly preview: UpdatePreview }) {
  const t = useTranslations("admin.updates");
  const te = useTranslations("errors");
  const tc = useTranslations("admin.confirm");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const apply = useMutation(
    api.updates.commit.mutationOptions({ onSettled: () => queryClient.invalidateQueries(api.updates.pathFilter()) }),
  );
  const [typed, setTyped] = useState("");
  const { baseRevision, counts, columns, harms, isBlocked } = preview;
  const count = counts.inserted + counts.updated + counts.deleted;
  const isReshaped = columns.added.length + columns.removed.length > 0;
  const label = count === 0 && isReshaped ? t("applyColumns") : t(update.restores === null ? "apply" : "restore", { count });
  const reason = isBlocked
    ? te("update-blocked")
    : update.isOutdated
      ? t("outdated")
      : count === 0 && !isReshaped
        ? te("update-changes-nothing")
        : update.status === "applying"
          ? t("closedWhileBusy")
          : harms.length > 0 && typed.trim() !== update.layerTitle.trim()
            ? tc("typeFirst", { word: update.layerTitle })
            : undefined;
  return (
    <section aria-label={label} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-6">
      {apply.error && <Alert tone="danger" title={errorText(apply.error)} isLive />}
      {harms.length > 0 && !isBlocked && (
        <Field label={tc("type", { word: update.layerTitle })} hint={t("confirmHint")} className="max-w-md">
          {(control) => <TextInput {...control} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button
          tone={harms.length > 0 ? "danger" : "primary"}
          disabled={apply.isPending}
          onClick={() => apply.mutate({ communityId: update.communityId, updateId: update.id, baseRevision, confirm: typed })}
          {...(reason && { disabledReason: reason })}
        >
          {label}
        </Button>
        <p className="min-w-0 flex-1 basis-64 text-ink-muted text-small">
          {reason ?? t("applyNote", { revision: baseRevision + 1, base: baseRevision })}
        </p>
      </div>
    </section>
  );
}
