"use client";
import { EMBED_ORIGINS_MAX, embedOrigin } from "@archipel/contracts/portals.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useController } from "react-hook-form";
import { usePortalForm } from "./portal-values.ts";

const CHOICES = ["everyone", "listed", "nobody"] as const;

/** Which sites may show the portal's map in a page of theirs. */
export function EmbeddingSection() {
  const t = useTranslations("admin.portals.embedding");
  const { control } = usePortalForm();
  const { field, fieldState } = useController({ control, name: "embedding" });
  const { by, origins } = field.value;
  const [text, setText] = useState(origins.join("\n"));
  const wrong = origins.find((origin) => !embedOrigin.safeParse(origin).success);
  const problem =
    wrong !== undefined
      ? t("originWrong", { text: wrong })
      : origins.length > EMBED_ORIGINS_MAX
        ? t("originsMany", { count: EMBED_ORIGINS_MAX })
        : t("originsMissing");
  return (
    <>
      <RadioGroup
        legend={<span className="sr-only">{t("title")}</span>}
        name="embedding"
        value={by}
        onValueChange={(value) => field.onChange({ origins, by: CHOICES.find((choice) => choice === value) ?? by })}
        options={CHOICES.map((value) => ({ value, label: t(value), ...(value === "everyone" && { hint: t("everyoneHint") }) }))}
      />
      {by === "listed" && (
        <Field label={t("origins")} hint={t("originsHint")} error={fieldState.error && problem}>
          {(area) => (
            <TextArea
              {...area}
              value={text}
              rows={4}
              spellCheck={false}
              autoCapitalize="none"
              className="figures"
              onBlur={field.onBlur}
              onChange={(event) => {
                setText(event.target.value);
                field.onChange({ by, origins: event.target.value.split(/\s+/).filter(Boolean) });
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}
