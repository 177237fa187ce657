"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { useLayerUpdate } from "../use-layer-update.ts";
import { ChangeList } from "./change-list.tsx";
import { changesBetween, type StyleDraft } from "./changes.ts";
import { unknownColumn } from "./text-fields.tsx";

interface SaveStyleProps {
  readonly layer: LayerSummary;
  readonly draft: StyleDraft;
  readonly onSaved: (saved: StyleDraft) => void;
  readonly onRevert: () => void;
}

/** What saving would change, and the button that does. */
export function SaveStyle({ layer, draft, onSaved, onRevert }: SaveStyleProps) {
  const t = useTranslations();
  const community = useCommunity();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const { title, style } = draft;
  const changes = changesBetween(layer, draft);
  const isSame = changes.length === 0;
  useLeaveQuestion(!isSame);
  const unknown = style.kind === "auto" ? undefined : unknownColumn(layer, style.label);
  const reason =
    roleReason ??
    (title.trim() === "" ? t("admin.publish.titleMissing") : undefined) ??
    (isSame ? t("admin.forms.unchanged") : undefined) ??
    (style.kind === "categorised" && style.categories.length === 0 ? t("layers.style.noClass") : undefined) ??
    (unknown !== undefined ? t("layers.style.templateUnknown", { column: unknown }) : undefined);
  const update = useLayerUpdate();
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      {!roleReason && <ChangeList layer={layer} changes={changes} />}
      {update.error && <Alert tone="danger" title={errorText(update.error)} isLive />}
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          reasonAlign="start"
          disabled={update.isPending}
          onClick={() =>
            update.mutate({ communityId: community.id, layerId: layer.id, title: title.trim(), style }, { onSuccess: () => onSaved(draft) })
          }
          {...(reason !== undefined && { disabledReason: reason })}
        >
          {t("common.actions.save")}
        </Button>
        {!isSame && !roleReason && (
          <Button tone="quiet" onClick={onRevert}>
            {t("layers.style.revert")}
          </Button>
        )}
      </div>
    </div>
  );
}
