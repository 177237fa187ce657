"use client";
import { labelColour, type QualityLabel } from "@archipel/contracts/quality-labels.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { draftOf, type LabelDraft, ruleOf } from "./label-draft.ts";
import { LabelTrial } from "./label-trial.tsx";
import { RuleFields } from "./rule-fields.tsx";

interface LabelDialogProps {
  /** Null for a new label. */
  readonly label: QualityLabel | null;
  readonly onClose: () => void;
}

/** A label's name and rule, and the datasets that the rule would label now. */
export function LabelDialog({ label, onClose }: LabelDialogProps) {
  const t = useTranslations("admin.labels");
  const tc = useTranslations("common.actions");
  const formId = useId();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const [draft, setDraft] = useState(() => draftOf(label));
  const change = (part: Partial<LabelDraft>) => setDraft((before) => ({ ...before, ...part }));
  const rule = ruleOf(draft);
  // Deferred, so that the trial does not slow down typing.
  const triedRule = useDeferredValue(rule);
  const save = useMutation(
    api.quality.saveLabel.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("saved") });
        await queryClient.invalidateQueries(api.quality.pathFilter());
        onClose();
      },
    }),
  );
  const reason = draft.nameFr.trim() === "" ? t("nameFirst") : rule === null ? t("invalidRule") : undefined;
  const words = ["nameFr", "nameEn", "meaningFr", "meaningEn"] as const;
  return (
    <Dialog
      open
      placement="side"
      title={t(label ? "editTitle" : "add")}
      closeLabel={tc("close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<FormFooter form={formId} label={tc("save")} isDisabled={save.isPending} disabledReason={reason} onCancel={onClose} />}
    >
      <form
        method="dialog"
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason || !rule) return;
          const { nameFr, nameEn, meaningFr, meaningEn, colour } = draft;
          save.mutate({ communityId, nameFr, nameEn, meaningFr, meaningEn, colour, rule, ...(label && { labelId: label.id }) });
        }}
      >
        {words.map((word) => (
          <Field key={word} label={t(word)} mark={word === "nameFr" ? undefined : t("optional")} isRequired={word === "nameFr"}>
            {(control) => {
              const typed = { ...control, value: draft[word] };
              return word.startsWith("name") ? (
                <TextInput {...typed} maxLength={60} onChange={(event) => change({ [word]: event.target.value })} />
              ) : (
                <TextArea {...typed} rows={2} maxLength={400} onChange={(event) => change({ [word]: event.target.value })} />
              );
            }}
          </Field>
        ))}
        <Field label={t("colour")}>
          {(control) => (
            <Select
              {...control}
              value={draft.colour}
              options={labelColour.options.map((value) => ({ value, label: t(`colours.${value}`) }))}
              onChange={(event) => change({ colour: labelColour.parse(event.target.value) })}
            />
          )}
        </Field>
        <RuleFields draft={draft} onChange={change} />
        {triedRule && <LabelTrial labelId={label?.id} rule={triedRule} />}
        {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
      </form>
    </Dialog>
  );
}
