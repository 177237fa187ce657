"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { useFieldError } from "../../kit/forms/use-field-error.ts";
import { ContactsInput } from "./contacts-input.tsx";
import type { RecordForm } from "./record-form.ts";

interface RecordMoreProps {
  readonly form: RecordForm;
  readonly disabled?: boolean;
}

/** An empty number input means null. */
const numberOrNothing = { setValueAs: (value: unknown) => (value === "" || value === null ? null : Number(value)) };

/** Further metadata of a record: dates, scale, identifier, conditions of use, contacts. */
export function RecordMore({ form, disabled }: RecordMoreProps) {
  const t = useTranslations("admin.record");
  const fieldError = useFieldError();
  const { register, formState, control: formControl } = form;
  const { errors } = formState;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("producedOn")} error={fieldError(errors.producedOn)}>
          {(control) => <TextInput {...control} {...register("producedOn")} type="date" disabled={disabled} />}
        </Field>
        <Field label={t("revisedOn")} error={fieldError(errors.revisedOn)}>
          {(control) => <TextInput {...control} {...register("revisedOn")} type="date" disabled={disabled} />}
        </Field>
        <Field label={t("scale")} hint={t("scaleHint")} error={fieldError(errors.scale)}>
          {(control) => <TextInput {...control} {...register("scale", numberOrNothing)} inputMode="numeric" disabled={disabled} />}
        </Field>
        <Field label={t("resolution")} hint={t("resolutionHint")} error={fieldError(errors.resolution)}>
          {(control) => (
            <TextInput {...control} {...register("resolution", numberOrNothing)} type="number" step="any" min={0} disabled={disabled} />
          )}
        </Field>
      </div>
      <Field label={t("identifier")} hint={t("identifierHint")} error={fieldError(errors.identifier)}>
        {(control) => <TextInput {...control} {...register("identifier")} disabled={disabled} />}
      </Field>
      <Field label={t("constraints")} hint={t("constraintsHint")} error={fieldError(errors.constraints)}>
        {(control) => <TextArea {...control} {...register("constraints")} rows={3} disabled={disabled} />}
      </Field>
      <Controller
        control={formControl}
        name="contacts"
        render={({ field }) => <ContactsInput value={field.value ?? []} onValueChange={field.onChange} disabled={disabled} />}
      />
    </div>
  );
}
