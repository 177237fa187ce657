"use client";
import type { Mistake } from "@archipel/answers/packs/mistake.ts";
import type { LevelOf, Rule } from "@archipel/answers/packs/rule.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLevelWords, useMistakeText } from "../words.ts";
import { AdviceFields } from "./advice-fields.tsx";
import { ProvisionFields } from "./provision-fields.tsx";
import { type RuleDraft, ruleDraft, sentenceParts } from "./rule-draft.ts";
import { type RulePartProps, useAuthorityOptions } from "./rule-part.ts";
import { WordsField } from "./words-field.tsx";

interface RuleFormProps {
  readonly rule: Rule;
  readonly isShipped: boolean;
  readonly draft: RuleDraft;
  readonly mistakes: readonly Mistake[];
  readonly words: RulePartProps["words"];
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

/** All that a portal may change of a rule. */
export function RuleForm({ rule, isShipped, draft, mistakes, words, onChange }: RuleFormProps) {
  const t = useTranslations("admin.answers.rule");
  const shipped = isShipped ? ruleDraft(rule) : null;
  const part = { draft, shipped, mistakes, words, onChange };
  return (
    <div className="flex min-w-0 flex-col gap-8">
      {isShipped && (
        <Checkbox
          label={t("isOn")}
          hint={t("isOnHint")}
          checked={!draft.isHidden}
          onChange={({ target }) => onChange({ isHidden: !target.checked })}
        />
      )}
      <fieldset disabled={draft.isHidden} className="flex min-w-0 flex-col gap-8">
        <Part title={t("when")}>
          <Tests rule={rule} />
        </Part>
        <Part title={t("sentence")}>
          <Sentences {...part} />
        </Part>
        <Part title={t("effects")}>
          <LevelField {...part} />
          <WordsField
            label={t("consequence")}
            path="consequence"
            value={draft.consequence}
            shipped={shipped?.consequence ?? null}
            placeholders={words.placeholders}
            mistakes={mistakes}
            onChange={(consequence) => onChange({ consequence })}
          />
        </Part>
        <Part title={t("advice")}>
          <AdviceFields {...part} />
        </Part>
        <Part title={t("proofs")}>
          <AuthorityField {...part} />
          <ProvisionFields {...part} />
        </Part>
        <Part title={t("validity")}>
          <Validity {...part} />
        </Part>
      </fieldset>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-4">
      <h2 className="border-line border-b pb-1 text-title">{title}</h2>
      {children}
    </section>
  );
}

/** The tests of a rule in words. They belong to the pack, and are not edited. */
function Tests({ rule: { when } }: { readonly rule: Rule }) {
  const t = useTranslations("admin.answers.rule.tests");
  if (when.length === 0) return <p>{t("always")}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {when.map((test) => (
        <li key={JSON.stringify(test)} className="break-words">
          <code className="rounded-control bg-sunken px-1.5 py-0.5">{test.field === "@state" ? t("state") : test.field}</code>{" "}
          {test.is === "in" && t("in", { values: test.values.join(", ") })}
          {test.is === "between" && t("between", { from: String(test.from), to: String(test.to) })}
          {test.is === "matches" && t("matches", { value: test.pattern })}
          {(test.is === "isNull" || test.is === "exists") && t(test.is)}
          {(test.is === "eq" || test.is === "startsWith" || test.is === "lt" || test.is === "gt") &&
            t(test.is, { value: String(test.value) })}
        </li>
      ))}
    </ul>
  );
}

/** The statement is always there; relations that have no text of their own are folded. */
function Sentences({ draft, shipped, mistakes, words, onChange }: RulePartProps) {
  const t = useTranslations("admin.answers.rule");
  const field = (part: (typeof sentenceParts)[number]) => (
    <WordsField
      key={part}
      label={t(`parts.${part}`)}
      hint={t(`partHints.${part}`)}
      path={`sentence.${part}`}
      value={draft.sentence[part]}
      shipped={shipped?.sentence[part] ?? null}
      placeholders={words.placeholders}
      mistakes={mistakes}
      onChange={(value) => onChange({ sentence: { ...draft.sentence, [part]: value } })}
    />
  );
  return (
    <>
      {field("statement")}
      <details>
        <summary className="min-h-10 cursor-pointer content-center font-medium">{t("relations")}</summary>
        <p className="mb-4 max-w-prose text-ink-muted text-small">{t("relationsHint")}</p>
        <div className="flex flex-col gap-6">{sentenceParts.filter((part) => part !== "statement").map(field)}</div>
      </details>
    </>
  );
}

const LEVELS = [null, 0, 1, 2, 3, 4] as const;

function LevelField({ draft, shipped, mistakes, onChange }: RulePartProps) {
  const t = useTranslations("admin.answers.rule");
  const levelWords = useLevelWords();
  const mistakeText = useMistakeText();
  const own: readonly LevelOf[] = shipped && isVaried(shipped.level) ? [shipped.level, ...LEVELS] : LEVELS;
  const options = own.map((level) => ({ value: JSON.stringify(level), label: levelWords(level) }));
  const mistake = mistakes.find(({ where }) => where.startsWith("level"));
  const isChanged = shipped !== null && JSON.stringify(shipped.level) !== JSON.stringify(draft.level);
  return (
    <Field
      label={t("level")}
      hint={isChanged ? t("shippedIs", { value: levelWords(shipped.level) }) : t("levelHint")}
      error={mistake && mistakeText(mistake)}
      className="max-w-96"
    >
      {(control) => (
        <Select
          {...control}
          value={JSON.stringify(draft.level)}
          options={options}
          onChange={({ target }) => onChange({ level: own.find((level) => JSON.stringify(level) === target.value) ?? null })}
        />
      )}
    </Field>
  );
}

const isVaried = (level: LevelOf) => typeof level === "object" && level !== null;

function AuthorityField({ draft, shipped, mistakes, words, onChange }: RulePartProps) {
  const t = useTranslations("admin.answers.rule");
  const mistakeText = useMistakeText();
  const options = useAuthorityOptions(words);
  const mistake = mistakes.find(({ where }) => where === "authority");
  const before = options.find(({ value }) => value === shipped?.authority)?.label;
  return (
    <Field
      label={t("authority")}
      hint={shipped && shipped.authority !== draft.authority ? t("shippedIs", { value: before ?? "" }) : t("authorityHint")}
      error={mistake && mistakeText(mistake)}
      className="max-w-xl"
    >
      {(control) => (
        <Select {...control} value={draft.authority} options={options} onChange={({ target }) => onChange({ authority: target.value })} />
      )}
    </Field>
  );
}

function Validity({ draft, shipped, mistakes, onChange }: RulePartProps) {
  const t = useTranslations("admin.answers.rule");
  const mistakeText = useMistakeText();
  return (
    <div className="grid max-w-xl gap-4 sm:grid-cols-2">
      {(["validFrom", "validUntil"] as const).map((part) => {
        const mistake = mistakes.find(({ where }) => where === part);
        const isChanged = shipped !== null && shipped[part] !== draft[part];
        return (
          <Field
            key={part}
            label={t(part)}
            hint={isChanged ? t("shippedIs", { value: shipped[part] || t("noText") }) : undefined}
            error={mistake && mistakeText(mistake)}
          >
            {(control) => (
              <TextInput {...control} type="date" value={draft[part]} onChange={({ target }) => onChange({ [part]: target.value })} />
            )}
          </Field>
        );
      })}
    </div>
  );
}
