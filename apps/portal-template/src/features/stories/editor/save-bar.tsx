import { STORY_CHAPTERS_MAX, STORY_TEXTS_MAX } from "@archipel/contracts/map-limits.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { useLocale, useTranslations } from "next-intl";
import { FailureAlert } from "../../site/failure-alert.tsx";
import type { Fault } from "./content.ts";
import type { Editor } from "./use-editor.ts";

interface SaveBarProps {
  readonly editor: Editor;
  /** What must be repaired before saving. */
  readonly faults: readonly Fault[];
  readonly onSave: () => void;
  /** Where readers see the result. */
  readonly look: string;
}

/** Saves, and says whether everything is saved, what hinders it, and when another version was saved elsewhere. Always in sight. */
export function SaveBar({ editor, faults, onSave, look }: SaveBarProps) {
  const t = useTranslations("maps.edit");
  const locale = useLocale();
  const { isChanged, isKept, isRestored, conflict, isSaving, error } = editor;
  const textOf = (fault: Fault) => {
    if (fault.kind === "title") return t("titleMissing");
    if (fault.kind === "chapter-title") return t("chapterTitleMissing", { number: fault.number });
    return fault.kind === "too-many"
      ? t("tooMany", { most: STORY_CHAPTERS_MAX })
      : t("tooLong", { most: formatNumber(locale, STORY_TEXTS_MAX) });
  };
  return (
    <div className="sticky bottom-0 z-10 -mx-4 grid gap-3 border-line border-t bg-surface px-4 py-3 lg:-mx-8 lg:px-8">
      {conflict !== null && (
        <Alert
          tone="warning"
          isLive
          title={t("conflict")}
          repair={t("conflictText")}
          action={
            <div className="flex flex-wrap gap-2">
              <Button tone="primary" disabled={isSaving} onClick={editor.keepMine}>
                {t("keepMine")}
              </Button>
              <Button onClick={editor.takeTheirs}>{t("takeTheirs")}</Button>
            </div>
          }
        />
      )}
      {faults.length > 0 && (
        <Alert tone="danger" isLive title={faults.map(textOf)[0]}>
          {faults.length > 1 && faults.slice(1).map((fault) => <p key={textOf(fault)}>{textOf(fault)}</p>)}
        </Alert>
      )}
      {error && <FailureAlert error={error} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p role="status" className="min-w-0 flex-1 basis-48 text-ink-muted text-small">
          {isSaving ? t("saving") : isChanged ? t(isRestored ? "restored" : isKept ? "unsaved" : "unsavedHere") : t("saved")}
          {isRestored && isChanged && (
            <>
              {" "}
              <button type="button" className="text-accent-ink underline underline-offset-4" onClick={editor.discard}>
                {t("discard")}
              </button>
            </>
          )}
        </p>
        {!isChanged && <LinkButton href={look}>{t("look")}</LinkButton>}
        {conflict === null && (
          <Button tone="primary" disabled={isSaving || !isChanged} onClick={onSave}>
            {t("save")}
          </Button>
        )}
      </div>
    </div>
  );
}
