"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { type LabelDraft, LIMITED } from "./label-draft.ts";

interface RuleFieldsProps {
  readonly draft: LabelDraft;
  readonly onChange: (part: Partial<LabelDraft>) => void;
}

/** How a label is given: thresholds that must all hold, or a vote. */
export function RuleFields({ draft, onChange }: RuleFieldsProps) {
  const t = useTranslations("admin.labels");
  return (
    <>
      <Field label={t("by")}>
        {(control) => (
          <Select
            {...control}
            value={draft.by}
            options={[
              { value: "figures", label: t("byFigures") },
              { value: "vote", label: t("byVote") },
            ]}
            onChange={(event) => onChange({ by: event.target.value === "vote" ? "vote" : "figures" })}
          />
        )}
      </Field>
      {draft.by === "vote" ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("quorum")}>
            {(control) => (
              <TextInput
                {...control}
                type="number"
                min={1}
                value={draft.quorum}
                onChange={(event) => onChange({ quorum: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("share")}>
            {(control) => (
              <TextInput
                {...control}
                type="number"
                min={50}
                max={100}
                value={draft.share}
                onChange={(event) => onChange({ share: event.target.value })}
              />
            )}
          </Field>
        </div>
      ) : (
        <fieldset>
          <legend className="font-medium">{t("thresholds")}</legend>
          <p className="text-ink-muted text-small">{t("thresholdsHint")}</p>
          <div className="mt-3 grid gap-4 sm:grid-cols-2">
            {LIMITED.map((figure) => (
              <Field key={figure} label={t(`figures.${figure}`)}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="number"
                    min={0}
                    step="any"
                    value={draft.limits[figure]}
                    onChange={(event) => onChange({ limits: { ...draft.limits, [figure]: event.target.value } })}
                  />
                )}
              </Field>
            ))}
            <Field label={t("freshness")}>
              {(control) => (
                <Select
                  {...control}
                  value={draft.freshness}
                  options={[
                    { value: "", label: t("freshnessAny") },
                    { value: "current", label: t("freshnessCurrent") },
                    { value: "due", label: t("freshnessDue") },
                  ]}
                  onChange={({ target: { value } }) => onChange({ freshness: value === "current" || value === "due" ? value : "" })}
                />
              )}
            </Field>
          </div>
        </fieldset>
      )}
    </>
  );
}
