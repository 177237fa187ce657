"use client";
import type { Member, TerritorySource } from "@archipel/contracts/members.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useTranslations } from "next-intl";
import { AreaFields } from "./area-fields.tsx";
import { useTerritoryDraft } from "./use-territory-draft.ts";

interface TerritoryEditorProps {
  readonly member: Member;
  readonly current: Readonly<Record<string, unknown>> | null;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onSave: (source: TerritorySource) => void;
  readonly onClose: () => void;
}

/** A territory: drawn on the map, taken from features of a layer, or pasted. What the map shows is what will be saved. */
export function TerritoryEditor({ member, current, isPending, error, onSave, onClose }: TerritoryEditorProps) {
  const t = useTranslations("admin.members.territory");
  const tc = useTranslations("common.actions");
  const draft = useTerritoryDraft(current);
  const { way, source } = draft;
  const missing = source ? undefined : t(`missing.${way}`);
  return (
    <Dialog
      placement="wide"
      title={t("editorTitle", { name: member.name })}
      description={t("editorText")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button
            tone="primary"
            aria-busy={isPending}
            onClick={() => source && !isPending && onSave(source)}
            {...(missing && { disabledReason: missing })}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <AreaFields draft={draft} mapLabel={t("map", { name: member.name })} error={error} />
    </Dialog>
  );
}
