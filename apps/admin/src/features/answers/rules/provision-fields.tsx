"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Plus, RotateCcw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMistakeText } from "../words.ts";
import type { ProvisionDraft } from "./rule-draft.ts";
import type { RulePartProps } from "./rule-part.ts";

const TYPES = ["law", "document", "act", "hint"] as const;
const MOST_PROVISIONS = 12;

/** The laws and documents that a rule rests on. */
export function ProvisionFields({ draft, shipped, mistakes, onChange }: RulePartProps) {
  const t = useTranslations("admin.answers.rule");
  const { provisions } = draft;
  const set = (index: number, part: Partial<ProvisionDraft>) =>
    onChange({ provisions: provisions.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const isChanged = shipped !== null && JSON.stringify(shipped.provisions) !== JSON.stringify(provisions);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium font-text">{t("provisions")}</legend>
      <ol className="flex flex-col gap-4">
        {provisions.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a provision in the form has no other identity
          <li key={index} className="flex flex-col gap-3 rounded-card border border-line px-4 py-4">
            <OneProvision provision={one} path={`provisions.${index + 1}`} mistakes={mistakes} onChange={(part) => set(index, part)} />
            <Button
              tone="quiet"
              className="self-start"
              onClick={() => onChange({ provisions: provisions.filter((_, at) => at !== index) })}
            >
              <X aria-hidden className="size-4" />
              {t("removeProvision", { title: one.title })}
            </Button>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button
          reasonAlign="start"
          onClick={() => onChange({ provisions: [...provisions, { type: "law", title: "", articles: "", url: "" }] })}
          {...(provisions.length >= MOST_PROVISIONS && { disabledReason: t("full", { most: MOST_PROVISIONS }) })}
        >
          <Plus aria-hidden className="size-4" />
          {t("addProvision")}
        </Button>
        {isChanged && (
          <Button tone="quiet" onClick={() => onChange({ provisions: shipped.provisions })}>
            <RotateCcw aria-hidden className="size-4" />
            {t("resetNamed", { name: t("provisions") })}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface OneProvisionProps extends Pick<RulePartProps, "mistakes"> {
  readonly provision: ProvisionDraft;
  readonly path: string;
  readonly onChange: (part: Partial<ProvisionDraft>) => void;
}

function OneProvision({ provision, path, mistakes, onChange }: OneProvisionProps) {
  const t = useTranslations("admin.answers.rule");
  const mistakeText = useMistakeText();
  const errorOf = (part: string) => {
    const mistake = mistakes.find(({ where }) => where === `${path}.${part}` || where.startsWith(`${path}.${part}.`));
    return mistake && mistakeText(mistake);
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("provisionType")}>
        {(control) => (
          <Select
            {...control}
            value={provision.type}
            options={TYPES.map((value) => ({ value, label: t(`provisionTypes.${value}`) }))}
            onChange={({ target }) => onChange({ type: TYPES.find((type) => type === target.value) ?? "law" })}
          />
        )}
      </Field>
      <Field label={t("provisionTitle")} isRequired error={errorOf("title")}>
        {(control) => (
          <TextInput {...control} maxLength={200} value={provision.title} onChange={({ target }) => onChange({ title: target.value })} />
        )}
      </Field>
      <Field label={t("articles")} hint={t("articlesHint")} error={errorOf("articles")}>
        {(control) => <TextInput {...control} value={provision.articles} onChange={({ target }) => onChange({ articles: target.value })} />}
      </Field>
      <Field label={t("url")} hint={t("urlHint")} error={errorOf("url")}>
        {(control) => (
          <TextInput
            {...control}
            type="url"
            placeholder="https://"
            value={provision.url}
            onChange={({ target }) => onChange({ url: target.value })}
          />
        )}
      </Field>
    </div>
  );
}
