"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Plus, RotateCcw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMistakeText } from "../words.ts";
import type { AdviceDraft } from "./rule-draft.ts";
import { type RulePartProps, useAuthorityOptions } from "./rule-part.ts";
import { WordsField } from "./words-field.tsx";

const MOST_ADVICE = 8;

/** What to do, in order, and who helps. */
export function AdviceFields({ draft, shipped, mistakes, words, onChange }: RulePartProps) {
  const t = useTranslations("admin.answers.rule");
  const { advice } = draft;
  const set = (index: number, part: Partial<AdviceDraft>) =>
    onChange({ advice: advice.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const isChanged = shipped !== null && JSON.stringify(shipped.advice) !== JSON.stringify(advice);
  return (
    <>
      <ol className="flex flex-col gap-5">
        {advice.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: advice in the form has no other identity
          <li key={index} className="flex flex-col gap-3 rounded-card border border-line px-4 py-4">
            <WordsField
              label={t("adviceNumber", { number: index + 1 })}
              path={`advice.${index + 1}.text`}
              value={one.text}
              shipped={shipped?.advice[index]?.text ?? null}
              placeholders={words.placeholders}
              mistakes={mistakes}
              onChange={(text) => set(index, { text })}
            />
            <Helper advice={one} path={`advice.${index + 1}`} mistakes={mistakes} words={words} onChange={(part) => set(index, part)} />
            <Button tone="quiet" className="self-start" onClick={() => onChange({ advice: advice.filter((_, at) => at !== index) })}>
              <X aria-hidden className="size-4" />
              {t("removeAdvice", { number: index + 1 })}
            </Button>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button
          reasonAlign="start"
          onClick={() => onChange({ advice: [...advice, { text: { fr: "", en: "" }, authority: "", url: "" }] })}
          {...(advice.length >= MOST_ADVICE && { disabledReason: t("full", { most: MOST_ADVICE }) })}
        >
          <Plus aria-hidden className="size-4" />
          {t("addAdvice")}
        </Button>
        {isChanged && (
          <Button tone="quiet" onClick={() => onChange({ advice: shipped.advice })}>
            <RotateCcw aria-hidden className="size-4" />
            {t("resetNamed", { name: t("advice") })}
          </Button>
        )}
      </div>
    </>
  );
}

interface HelperProps extends Pick<RulePartProps, "mistakes" | "words"> {
  readonly advice: AdviceDraft;
  readonly path: string;
  readonly onChange: (part: Partial<AdviceDraft>) => void;
}

function Helper({ advice, path, mistakes, words, onChange }: HelperProps) {
  const t = useTranslations("admin.answers.rule");
  const mistakeText = useMistakeText();
  const options = [{ value: "", label: t("nobody") }, ...useAuthorityOptions(words)];
  const mistake = mistakes.find(({ where }) => where === `${path}.url`);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Field label={t("adviceAuthority")}>
        {(control) => (
          <Select
            {...control}
            value={advice.authority}
            options={options}
            onChange={({ target }) => onChange({ authority: target.value })}
          />
        )}
      </Field>
      <Field label={t("url")} error={mistake && mistakeText(mistake)}>
        {(control) => (
          <TextInput
            {...control}
            type="url"
            placeholder="https://"
            value={advice.url}
            onChange={({ target }) => onChange({ url: target.value })}
          />
        )}
      </Field>
    </div>
  );
}
