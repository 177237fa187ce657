"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { readPastedNames } from "./pasted-names.ts";

interface PasteNamesDialogProps {
  readonly fields: readonly LayerField[];
  readonly onNames: (labels: ReadonlyMap<string, string>) => void;
  readonly onClose: () => void;
}

/** Takes names of fields as they are copied from a spreadsheet. They are saved with the other changes of the fields. */
export function PasteNamesDialog({ fields, onNames, onClose }: PasteNamesDialogProps) {
  const t = useTranslations("admin.layers.manyFields");
  const tc = useTranslations("common.actions");
  const [text, setText] = useState("");
  const { labels, unknown } = readPastedNames(text, fields);
  return (
    <Dialog
      title={t("pasteTitle")}
      description={t("pasteHint", { total: fields.length })}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button
            tone="primary"
            onClick={() => {
              onNames(labels);
              onClose();
            }}
            {...(labels.size === 0 && { disabledReason: t("pasteNothing") })}
          >
            {t("pasteApply")}
          </Button>
        </>
      }
    >
      <Field
        label={t("pasteLabel")}
        hint={
          text.trim() === ""
            ? undefined
            : t("pasteFound", { named: labels.size, unknown: unknown.length, names: unknown.slice(0, 3).join(", ") })
        }
      >
        {(control) => <TextArea {...control} rows={10} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
