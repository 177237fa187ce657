"use client";
import { slug as slugSchema } from "@archipel/contracts/text.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useRef } from "react";
import { Controller, useWatch } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { slugFrom } from "../../kit/forms/slug-from.ts";
import { useFieldError } from "../../kit/forms/use-field-error.ts";
import { usePortalForm } from "./portal-values.ts";

interface IdentitySectionProps {
  /** Undefined for a new portal. */
  readonly address: string | undefined;
  /** What the person opens to see it. */
  readonly opens: string | undefined;
}

/** Name, address and languages; of an existing portal also its motto. The address follows the name until the person edits it. */
export function IdentitySection({ address, opens }: IdentitySectionProps) {
  const t = useTranslations("admin.portals");
  const tc = useTranslations("common");
  const fieldError = useFieldError();
  const { register, control: formControl, formState, setValue, getValues } = usePortalForm();
  const { errors } = formState;
  const suggested = useRef(getValues("slug"));
  return (
    <>
      <Field label={t("name")} hint={t("nameHint")} error={fieldError(errors.name)} mark={tc("states.required")} isRequired>
        {(control) => (
          <TextInput
            {...control}
            {...register("name", {
              onChange: (event) => {
                if (address !== undefined || getValues("slug") !== suggested.current) return;
                suggested.current = slugFrom(event.target.value);
                setValue("slug", suggested.current);
              },
            })}
            maxLength={80}
          />
        )}
      </Field>
      {address === undefined ? (
        <AddressField />
      ) : (
        <p>
          <span className="block font-medium">{t("address")}</span>
          {opens === undefined ? (
            <span className="break-all">{address}</span>
          ) : (
            <a href={opens} target="_blank" rel="noreferrer" className="break-all text-accent-ink underline underline-offset-2">
              {address}
            </a>
          )}
        </p>
      )}
      {address !== undefined && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("taglineFr")} hint={t("taglineHint")} error={fieldError(errors.tagline?.fr)}>
            {(control) => <TextInput {...control} {...register("tagline.fr")} lang="fr" maxLength={160} />}
          </Field>
          <Field label={t("taglineEn")} hint={t("taglineHint")} error={fieldError(errors.tagline?.en)}>
            {(control) => <TextInput {...control} {...register("tagline.en")} lang="en" maxLength={160} />}
          </Field>
        </div>
      )}
      <Controller
        control={formControl}
        name="locales"
        render={({ field }) => (
          <fieldset>
            <legend className="mb-1 font-medium font-text">{t("locales")}</legend>
            {(["fr", "en"] as const).map((locale) => {
              const chosen = field.value ?? [];
              const isLast = chosen.length === 1 && chosen.includes(locale);
              return (
                <Checkbox
                  key={locale}
                  label={tc(`language.${locale}`)}
                  checked={chosen.includes(locale)}
                  disabled={isLast}
                  {...(isLast && { hint: t("oneLocale") })}
                  onChange={(event) =>
                    field.onChange(
                      (["fr", "en"] as const).filter((other) => (other === locale ? event.target.checked : chosen.includes(other))),
                    )
                  }
                />
              );
            })}
          </fieldset>
        )}
      />
      {address !== undefined && <Checkbox label={t("poweredBy")} hint={t("poweredByHint")} {...register("showPoweredBy")} />}
    </>
  );
}

function AddressField() {
  const t = useTranslations("admin.portals");
  const tc = useTranslations("common");
  const api = useApi();
  const community = useCommunity();
  const fieldError = useFieldError();
  const errorText = useErrorText();
  const { register, control: formControl, formState } = usePortalForm();
  const typed = useDeferredValue(useWatch({ control: formControl, name: "slug" }));
  const isSpelled = slugSchema.safeParse(typed).success;
  const check = useQuery(api.portals.checkAddress.queryOptions({ communityId: community.id, slug: typed }, { enabled: isSpelled }));
  const refused = isSpelled && check.data?.reason ? t(`addressReasons.${check.data.reason}`) : undefined;
  const wrong = typed !== "" && !isSpelled ? t("addressSpelling") : undefined;
  return (
    <Field
      label={t("address")}
      hint={t("addressHint")}
      error={refused ?? wrong ?? fieldError(formState.errors.slug)}
      mark={tc("states.required")}
      isRequired
    >
      {(control) => (
        <>
          <TextInput {...control} {...register("slug")} autoCapitalize="none" spellCheck={false} className="figures" maxLength={60} />
          <p aria-live="polite" className="flex min-h-5 items-center gap-1.5 break-all text-small">
            {isSpelled && check.isFetching && !check.data && <span className="text-ink-muted">{t("addressChecking")}</span>}
            {isSpelled && check.error && <span className="text-danger">{errorText(check.error)}</span>}
            {isSpelled && check.data?.isFree && (
              <>
                <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
                {t("addressFree", { address: check.data.address })}
              </>
            )}
            {isSpelled && check.data?.isFree === false && (
              <>
                <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
                {check.data.address}
              </>
            )}
          </p>
        </>
      )}
    </Field>
  );
}
