"use client";
import { dayFormat, type FieldRule, type LayerField, type LayerSummary } from "@archipel/contracts/layers.ts";
import { textOfDay } from "@archipel/contracts/value-texts.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { ListPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { bindingsOf, draftOf, linesOf, type RuleDraft, ruleOf } from "./rule-draft.ts";

interface RuleDialogProps {
  readonly layer: LayerSummary;
  readonly field: LayerField;
  readonly onRule: (rule: FieldRule | undefined) => void;
  readonly onClose: () => void;
}

/** The rule of a field: the values that contributors may write, and a help text. It applies when the fields are saved. */
export function RuleDialog({ layer, field, onRule, onClose }: RuleDialogProps) {
  const t = useTranslations("admin.layers.rule");
  const tc = useTranslations("common.actions");
  const te = useTranslations("errors");
  const formId = useId();
  const [draft, setDraft] = useState(() => draftOf(field.rule));
  const [isAsked, setAsked] = useState(false);
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const name = field.label ?? field.name;
  const made = ruleOf(field.type, draft);
  const flaw = "flaw" in made ? made.flaw : null;
  const error =
    !isAsked || !flaw
      ? undefined
      : flaw.code === "empty" || flaw.code === "unreadable"
        ? t(`faults.${flaw.code}`)
        : te(flaw.code, { ...flaw.params, column: name });
  const bindings = bindingsOf(field.type);
  return (
    <Dialog
      open
      placement="side"
      title={t("title", { name })}
      description={t("text")}
      closeLabel={tc("close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<FormFooter form={formId} label={t("take")} onCancel={onClose} />}
    >
      <form
        method="dialog"
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if ("flaw" in made) return;
          onRule(made.rule);
          onClose();
        }}
      >
        <Field label={t("help")} hint={t("helpHint")}>
          {(control) => (
            <TextArea {...control} rows={2} maxLength={300} value={draft.help} onChange={(event) => change({ help: event.target.value })} />
          )}
        </Field>
        <Checkbox
          label={t("isRequired")}
          hint={t("isRequiredHint")}
          checked={draft.isRequired}
          onChange={(event) => change({ isRequired: event.target.checked })}
        />
        {bindings.length > 1 && (
          <Field label={t("binding")}>
            {(control) => (
              <Select
                {...control}
                value={draft.binding}
                options={bindings.map((value) => ({ value, label: t(`bindings.${value}`) }))}
                onChange={(event) => change({ binding: bindings.find((one) => one === event.target.value) ?? "free" })}
              />
            )}
          </Field>
        )}
        {(field.type === "integer" || field.type === "double") && (
          <Field label={t("unit")} hint={t("unitHint")}>
            {(control) => (
              <TextInput {...control} maxLength={20} value={draft.unit} onChange={(event) => change({ unit: event.target.value })} />
            )}
          </Field>
        )}
        <BindingInputs layer={layer} field={field} draft={draft} error={error} onChange={change} />
      </form>
    </Dialog>
  );
}

interface BindingInputsProps {
  readonly layer: LayerSummary;
  readonly field: LayerField;
  readonly draft: RuleDraft;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

/** The inputs of the chosen kind of rule; a field without a rule has none. */
function BindingInputs({ layer, field, draft, error, onChange }: BindingInputsProps) {
  const t = useTranslations("admin.layers.rule");
  return (
    <>
      {draft.binding === "list" && (
        <Field label={t("values")} hint={t("valuesHint")} error={error}>
          {(control) => (
            <>
              <TextArea {...control} rows={8} value={draft.values} onChange={(event) => onChange({ values: event.target.value })} />
              <PresentValues layer={layer} field={field} before={draft.values} onValues={(values) => onChange({ values })} />
            </>
          )}
        </Field>
      )}
      {draft.binding === "day" && (
        <Field label={t("dayFormat")} hint={t("dayFormatHint")} error={error}>
          {(control) => (
            <Select
              {...control}
              value={draft.dayFormat}
              options={dayFormat.options.map((value) => ({ value, label: textOfDay(value, "2024-01-31") }))}
              onChange={(event) => onChange({ dayFormat: dayFormat.parse(event.target.value) })}
            />
          )}
        </Field>
      )}
      {draft.binding === "pattern" && (
        <>
          <Field label={t("pattern")} hint={t("patternHint")} error={error}>
            {(control) => (
              <TextInput
                {...control}
                className="figures"
                maxLength={200}
                spellCheck={false}
                value={draft.pattern}
                onChange={(event) => onChange({ pattern: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("example")} hint={t("exampleHint")}>
            {(control) => (
              <TextInput
                {...control}
                maxLength={200}
                value={draft.example}
                onChange={(event) => onChange({ example: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
      {draft.binding === "range" && (
        <div className="flex flex-wrap gap-4">
          {(["min", "max"] as const).map((end) => (
            <Field key={end} label={t(end)} error={end === "min" ? error : undefined} className="min-w-0 flex-1 basis-32">
              {(control) => (
                <TextInput
                  {...control}
                  inputMode="decimal"
                  value={draft[end]}
                  onChange={(event) => onChange({ [end]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </>
  );
}

interface PresentValuesProps {
  readonly layer: LayerSummary;
  readonly field: LayerField;
  readonly before: string;
  readonly onValues: (lines: string) => void;
}

/** Adds the values that the layer holds. Existing lines stay. */
function PresentValues({ layer, field, before, onValues }: PresentValuesProps) {
  const t = useTranslations("admin.layers.rule");
  const api = useApi();
  const queryClient = useQueryClient();
  const [state, setState] = useState<"idle" | "waiting" | "failed">("idle");
  const fetchValues = async () => {
    setState("waiting");
    const { values } = await queryClient.fetchQuery(api.layers.values.queryOptions({ layerId: layer.id, column: field.column }));
    const written = new Set(before.split("\n").map((line) => line.split("=")[0]?.trim()));
    const present = values.flatMap(({ value }) => (typeof value === "string" || typeof value === "number" ? [value] : []));
    const next = present.filter((value) => !written.has(String(value))).toSorted((a, b) => String(a).localeCompare(String(b)));
    onValues([before.trimEnd(), linesOf(next.map((value) => ({ value })))].filter(Boolean).join("\n"));
    setState("idle");
  };
  return (
    <div>
      <Button
        tone="quiet"
        className="px-2! text-small!"
        aria-busy={state === "waiting"}
        onClick={() => fetchValues().catch(() => setState("failed"))}
      >
        <ListPlus aria-hidden className="size-4" />
        {t("present")}
      </Button>
      {state === "failed" && (
        <p role="alert" className="text-danger text-small">
          {t("presentFailed")}
        </p>
      )}
    </div>
  );
}
