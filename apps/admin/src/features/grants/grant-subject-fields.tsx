"use client";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { GrantPartProps } from "./grant-what.tsx";

/** The subject of a right: a person by the address of the account, or a community by its short name. */
export function GrantSubjectFields({ draft, lacks }: GrantPartProps) {
  const t = useTranslations("grants.form");
  const te = useTranslations("errors");
  return (
    <div className="grid gap-4">
      <RadioGroup
        legend={t("who")}
        name="grant-subject"
        isInline
        value={draft.kind}
        onValueChange={(value) => draft.setKind(value === "community" ? "community" : "person")}
        options={(["person", "community"] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      {draft.kind === "person" ? (
        <Field label={t("email")} hint={t("emailHint")} error={lacks("email") && te("grant-person-unknown")} isRequired>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              autoComplete="off"
              value={draft.email}
              onChange={({ target }) => draft.setEmail(target.value)}
            />
          )}
        </Field>
      ) : (
        <Field label={t("slug")} hint={t("slugHint")} error={lacks("slug") && te("grant-community-unknown")} isRequired>
          {(control) => (
            <TextInput {...control} autoComplete="off" value={draft.slug} onChange={({ target }) => draft.setSlug(target.value)} />
          )}
        </Field>
      )}
    </div>
  );
}
