"use client";
import { clientAuth, userinfoAlgorithm } from "@archipel/contracts/identity-providers.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useFieldError } from "../../../kit/forms/use-field-error.ts";
import type { ProviderSent, ProviderTyped } from "./provider-values.ts";
import { Trial } from "./trial.tsx";

export type ProviderForm = UseFormReturn<ProviderTyped, unknown, ProviderSent>;

type TextName = "name.fr" | "name.en" | "issuer" | "clientId" | "scopes" | "wantedAcr" | "secondStepValues" | "emailDomains";

/** The fields, in three groups: who it is, what it is asked, who may enter. */
export function ProviderFields({ form, isNew }: { readonly form: ProviderForm; readonly isNew: boolean }) {
  const t = useTranslations("admin.platform.providers");
  const fieldError = useFieldError();
  const { register, formState } = form;
  const text = (name: TextName, error: Parameters<typeof fieldError>[0], hint?: string) => (
    <Field label={t(`fields.${name}`)} hint={hint} error={fieldError(error)}>
      {(control) => (
        <TextInput
          {...control}
          {...register(name)}
          spellCheck={name.startsWith("name")}
          autoCapitalize={name.startsWith("name") ? "sentences" : "none"}
          autoComplete="off"
        />
      )}
    </Field>
  );
  const { errors } = formState;
  /** A list's error is of its word. */
  const ofList = (name: "scopes" | "wantedAcr" | "secondStepValues" | "emailDomains") => {
    const error = errors[name];
    return Array.isArray(error) ? error.find((one) => one) : error;
  };
  return (
    <>
      <Group legend={t("groups.who")}>
        {text("name.fr", errors.name?.fr, t("hints.name"))}
        {text("name.en", errors.name?.en)}
        {text("issuer", errors.issuer, t("hints.issuer"))}
        {text("clientId", errors.clientId)}
        <Field label={t("fields.clientSecret")} hint={isNew ? undefined : t("hints.secretKept")} error={fieldError(errors.clientSecret)}>
          {(control) => <TextInput {...control} {...register("clientSecret")} type="password" autoComplete="off" />}
        </Field>
      </Group>
      <Group legend={t("groups.asked")}>
        <Field label={t("fields.clientAuth")} hint={t("hints.clientAuth")}>
          {(control) => (
            <Select
              {...control}
              {...register("clientAuth")}
              options={clientAuth.options.map((value) => ({ value, label: t(`auth.${value}`) }))}
            />
          )}
        </Field>
        {text("scopes", ofList("scopes"), t("hints.scopes"))}
        <Checkbox label={t("fields.usesPkce")} hint={t("hints.usesPkce")} {...register("usesPkce")} />
        <Field label={t("fields.userinfoAlgorithm")} hint={t("hints.userinfoAlgorithm")}>
          {(control) => (
            <Select
              {...control}
              {...register("userinfoAlgorithm")}
              options={[
                { value: "", label: t("plain") },
                ...userinfoAlgorithm.options.map((value) => ({ value, label: t("signed", { algorithm: value }) })),
              ]}
            />
          )}
        </Field>
        <Checkbox label={t("fields.wantsAmr")} hint={t("hints.wantsAmr")} {...register("wantsAmr")} />
        {text("wantedAcr", ofList("wantedAcr"), t("hints.wantedAcr"))}
        <Trial form={form} />
      </Group>
      <Group legend={t("groups.letsIn")}>
        {text("emailDomains", ofList("emailDomains"), t("hints.emailDomains"))}
        <Checkbox label={t("fields.trustsAddresses")} hint={t("hints.trustsAddresses")} {...register("trustsAddresses")} />
        {text("secondStepValues", ofList("secondStepValues"), t("hints.secondStepValues"))}
        <Checkbox label={t("fields.isOn")} hint={t("hints.isOn")} {...register("isOn")} />
      </Group>
    </>
  );
}

function Group({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-4 border-line border-t pt-5">
      <legend className="sr-only">{legend}</legend>
      <p aria-hidden className="font-semibold text-large">
        {legend}
      </p>
      {children}
    </fieldset>
  );
}
