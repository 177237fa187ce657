"use client";
import { type ReportField, reportField } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field, FieldError } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { moved } from "../../kit/forms/moved.ts";
import type { draftFault } from "./theme-draft.ts";
import { TwoLanguages } from "./two-languages.tsx";
import { useText } from "./words.ts";

const TYPES = reportField.shape.type.options;
const NEW_FIELD: ReportField = { name: "", label: {}, help: {}, type: "text", isMandatory: false, options: [] };

interface FieldListProps {
  readonly fields: readonly ReportField[];
  readonly fault: ReturnType<typeof draftFault>;
  readonly onChange: (fields: ReportField[]) => void;
}

/** The questions of a theme's form, in the order in which they are asked. */
export function FieldList({ fields, fault, onChange }: FieldListProps) {
  const t = useTranslations("moderation.field");
  const to = useTranslations("moderation.order");
  const text = useText();
  const set = (at: number, part: Partial<ReportField>) =>
    onChange(fields.map((field, index) => (index === at ? { ...field, ...part } : field)));
  return (
    <>
      {fields.length === 0 && <p className="text-ink-muted">{t("none")}</p>}
      {fields.map((field, index) => {
        const title = text(field.label) || t("untitled", { position: index + 1 });
        const own = fault?.field === index ? fault.fault : null;
        return (
          <section
            // biome-ignore lint/suspicious/noArrayIndexKey: a new question has no key of its own yet
            key={index}
            aria-label={title}
            className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4"
          >
            <div className="flex items-center gap-1">
              <h3 className="min-w-0 flex-1 break-words text-base">{title}</h3>
              <Button
                tone="quiet"
                isSquare
                aria-label={to("up", { name: title })}
                disabled={index === 0}
                onClick={() => onChange(moved(fields, index, index - 1))}
              >
                <ArrowUp aria-hidden className="size-4" />
              </Button>
              <Button
                tone="quiet"
                isSquare
                aria-label={to("down", { name: title })}
                disabled={index === fields.length - 1}
                onClick={() => onChange(moved(fields, index, index + 1))}
              >
                <ArrowDown aria-hidden className="size-4" />
              </Button>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("remove", { name: title })}
                onClick={() => onChange(fields.filter((_, other) => other !== index))}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            </div>
            <TwoLanguages
              label={t("label")}
              value={field.label}
              error={own === "field-label" ? t("faults.label") : undefined}
              onChange={(label) => set(index, { label })}
            />
            <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
              <Field label={t("type")} className="min-w-0 flex-1 basis-48 sm:max-w-64">
                {(control) => (
                  <Select
                    {...control}
                    value={field.type}
                    options={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
                    onChange={(event) => set(index, { type: TYPES.find((type) => type === event.target.value) ?? "text" })}
                  />
                )}
              </Field>
              <Checkbox
                label={t("isMandatory")}
                checked={field.isMandatory}
                onChange={(event) => set(index, { isMandatory: event.target.checked })}
              />
            </div>
            {field.type === "list" && (
              <Options options={field.options} fault={own} onChange={(options) => set(index, { options: [...options] })} />
            )}
            <details open={Boolean(field.help.fr || field.help.en)}>
              <summary className="min-h-6 cursor-pointer text-accent-ink">{t("help")}</summary>
              <div className="mt-3">
                <TwoLanguages label={t("help")} value={field.help} onChange={(help) => set(index, { help })} />
              </div>
            </details>
          </section>
        );
      })}
      <Button
        className="self-start"
        onClick={() => onChange([...fields, NEW_FIELD])}
        {...(fields.length >= 30 && { disabledReason: t("tooMany") })}
      >
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
    </>
  );
}

interface OptionsProps {
  readonly options: ReportField["options"];
  readonly fault: string | null;
  readonly onChange: (options: ReportField["options"]) => void;
}

/** The choices of a list. The stored value is made from the first label and never changes. */
function Options({ options, fault, onChange }: OptionsProps) {
  const t = useTranslations("moderation.field");
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-medium font-text">{t("options")}</legend>
      {options.map((option, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new choice has no value of its own yet
        <div key={index} className="flex items-end gap-1">
          <div className="min-w-0 flex-1">
            <TwoLanguages
              label={t("option", { position: index + 1 })}
              maxLength={80}
              value={option.label}
              onChange={(label) => onChange(options.map((one, other) => (other === index ? { ...one, label } : one)))}
            />
          </div>
          <Button
            tone="quiet"
            isSquare
            aria-label={t("removeOption", { position: index + 1 })}
            onClick={() => onChange(options.filter((_, other) => other !== index))}
          >
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      {(fault === "field-options" || fault === "field-option") && (
        <FieldError>{t(fault === "field-options" ? "faults.options" : "faults.option")}</FieldError>
      )}
      <Button
        className="self-start"
        onClick={() => onChange([...options, { value: "", label: {} }])}
        {...(options.length >= 60 && { disabledReason: t("tooManyOptions") })}
      >
        <Plus aria-hidden className="size-4" />
        {t("addOption")}
      </Button>
    </fieldset>
  );
}
