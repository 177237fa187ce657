"use client";
import { CONTENT_LANGUAGES } from "@archipel/contracts/dataset-translations.ts";
import { licences, topics, updateFrequencies, visibilities } from "@archipel/contracts/datasets.ts";
import { messageKey } from "@archipel/i18n/message-key.ts";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { useFieldError } from "../../kit/forms/use-field-error.ts";
import { KeywordsInput } from "./keywords-input.tsx";
import type { RecordForm } from "./record-form.ts";
import { useLanguageName } from "./translations/use-language-name.ts";

interface RecordFieldsProps {
  readonly form: RecordForm;
  readonly disabled?: boolean;
}

/** The essential metadata that everybody reads in the catalogue. */
export function RecordEssentials({ form, disabled }: RecordFieldsProps) {
  const t = useTranslations("admin.record");
  const tc = useTranslations("common");
  const fieldError = useFieldError();
  const nameOf = useLanguageName();
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("title")} hint={t("titleHint")} error={fieldError(errors.title)} mark={tc("states.required")} isRequired>
        {(control) => <TextInput {...control} {...register("title")} disabled={disabled} />}
      </Field>
      <Field label={t("abstract")} hint={t("abstractHint")} error={fieldError(errors.abstract)}>
        {(control) => <TextArea {...control} {...register("abstract")} rows={4} disabled={disabled} />}
      </Field>
      <Field label={t("language")} hint={t("languageHint")} error={fieldError(errors.language)} className="sm:max-w-80">
        {(control) => (
          <Select
            {...control}
            {...register("language")}
            options={CONTENT_LANGUAGES.map((value) => ({ value, label: nameOf(value) }))}
            disabled={disabled}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("topic")} error={fieldError(errors.topic)}>
          {(control) => (
            <Select
              {...control}
              {...register("topic")}
              options={topics.map((value) => ({ value, label: tc(`topics.${value}`) }))}
              disabled={disabled}
            />
          )}
        </Field>
        <Field label={t("licence")} error={fieldError(errors.licence)}>
          {(control) => (
            <Select
              {...control}
              {...register("licence")}
              options={licences.map((value) => ({ value, label: tc(`licences.${messageKey(value)}`) }))}
              disabled={disabled}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

/** Contacts, update frequency and lineage. */
export function RecordDetails({ form, disabled }: RecordFieldsProps) {
  const t = useTranslations("admin.record");
  const tc = useTranslations("common");
  const fieldError = useFieldError();
  const { register, formState, control: formControl } = form;
  const { errors } = formState;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("contactName")} error={fieldError(errors.contactName)}>
          {(control) => <TextInput {...control} {...register("contactName")} autoComplete="organization" disabled={disabled} />}
        </Field>
        <Field label={t("contactEmail")} error={fieldError(errors.contactEmail)}>
          {(control) => <TextInput {...control} {...register("contactEmail")} type="email" autoComplete="email" disabled={disabled} />}
        </Field>
      </div>
      <Field label={t("updateFrequency")} error={fieldError(errors.updateFrequency)} className="sm:max-w-80">
        {(control) => (
          <Select
            {...control}
            {...register("updateFrequency")}
            options={updateFrequencies.map((value) => ({ value, label: tc(`frequencies.${value}`) }))}
            disabled={disabled}
          />
        )}
      </Field>
      <Controller
        control={formControl}
        name="keywords"
        render={({ field, fieldState }) => (
          <Field label={t("keywords")} hint={t("keywordsHint")} error={fieldError(fieldState.error)}>
            {(control) => <KeywordsInput {...control} value={field.value ?? []} onValueChange={field.onChange} disabled={disabled} />}
          </Field>
        )}
      />
      <Field label={t("lineage")} hint={t("lineageHint")} error={fieldError(errors.lineage)}>
        {(control) => <TextArea {...control} {...register("lineage")} rows={3} disabled={disabled} />}
      </Field>
      <Checkbox label={t("isSynthetic")} hint={t("isSyntheticHint")} {...register("isSynthetic")} disabled={disabled} />
    </div>
  );
}

/** Who may see the dataset, and which portals may list it. */
export function RecordAccess({ form, disabled }: RecordFieldsProps): ReactNode {
  const t = useTranslations("admin.record");
  return (
    <div className="flex flex-col gap-4">
      <Controller
        control={form.control}
        name="visibility"
        render={({ field }) => (
          <RadioGroup
            legend={t("visibility")}
            name="visibility"
            value={field.value}
            onValueChange={field.onChange}
            options={visibilities.map((value) => ({
              value,
              label: t(`visibilities.${value}`),
              hint: t(`visibilityHints.${value}`),
              disabled: disabled ?? false,
            }))}
          />
        )}
      />
      <Checkbox label={t("isShared")} hint={t("isSharedHint")} {...form.register("isShared")} disabled={disabled} />
    </div>
  );
}
