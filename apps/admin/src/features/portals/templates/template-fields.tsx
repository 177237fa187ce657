"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useFormContext } from "react-hook-form";
import { useFieldError } from "../../../kit/forms/use-field-error.ts";

export interface NamedTemplate {
  readonly name: string;
  readonly description?: string | undefined;
}

/** Name and description of a template. */
export function TemplateFields() {
  const t = useTranslations("admin.portals.templates");
  const tc = useTranslations("common.states");
  const fieldError = useFieldError();
  const { register, formState } = useFormContext<NamedTemplate>();
  return (
    <>
      <Field label={t("name")} error={fieldError(formState.errors.name)} mark={tc("required")} isRequired>
        {(control) => <TextInput {...control} {...register("name")} maxLength={80} autoComplete="off" />}
      </Field>
      <Field label={t("description")} hint={t("descriptionHint")} error={fieldError(formState.errors.description)}>
        {(control) => <TextArea {...control} {...register("description")} rows={2} maxLength={300} />}
      </Field>
    </>
  );
}
