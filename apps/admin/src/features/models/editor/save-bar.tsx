"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { useErrorText } from "../../../api/failure.ts";
import type { useEditorState } from "./use-editor-state.ts";
import type { Save } from "./use-save.ts";

/** The foot of the editor: save, save and try, and where unsaved work is kept. */
export function SaveBar({ state, save }: { readonly state: ReturnType<typeof useEditorState>; readonly save: Save }) {
  const t = useTranslations("models.editor.save");
  const tc = useTranslations("common.actions");
  const errorText = useErrorText();
  const { newer } = save;
  return (
    <div className="z-10 -mx-1 flex flex-col gap-3 border-line border-t bg-ground px-1 py-3 sm:sticky sm:bottom-0">
      {newer !== null && (
        <Alert
          tone="warning"
          isLive
          title={t("newer", { version: newer })}
          repair={t("newerRepair")}
          action={
            <Button
              onClick={() => {
                state.setBaseVersion(newer);
                save.dismiss();
              }}
            >
              {t("keepMine")}
            </Button>
          }
        />
      )}
      {save.error && newer === null && <Alert tone="danger" isLive title={errorText(save.error)} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {tc("save")}
        </Button>
        <Button disabled={save.isPending} onClick={() => save.save(true)}>
          {t("andTry")}
        </Button>
        <p className="text-ink-muted text-small">
          {!state.isUnsaved ? state.editor.isStored && t("same") : state.isKeepable ? t("unsaved") : t("unkept")}
        </p>
      </div>
    </div>
  );
}
