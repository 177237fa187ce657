"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import type { Condition } from "@archipel/validation/model/condition.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import { levels } from "@archipel/validation/model/words.ts";
import { Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { ClauseLine } from "./clause-line.tsx";
import { type Clause, type Sentence, sentenceOf, testsOf } from "./clauses.ts";
import { composedWords } from "./composed-words.ts";
import { calledIn, freeName, withPart } from "./draft.ts";
import { FaultNote, WordsInput } from "./inputs.tsx";
import { Rows } from "./rows.tsx";

interface ConditionsProps {
  readonly table: TableModel;
  readonly where: string;
  readonly onChange: (to: (table: TableModel) => TableModel, about?: string) => void;
}

/** Conditions between the fields of a row, a sentence each. */
export function ConditionsPart({ table, where, onChange }: ConditionsProps) {
  const t = useTranslations("models.editor.conditions");
  const locale = useLocale();
  const conditions = table.conditions ?? [];
  const fields = table.fields.map(({ name }) => name).filter(Boolean);
  const names = conditions.map(({ name }) => name);
  const put = (next: Condition[], about?: string) => onChange((now) => withPart(now, "conditions", next), about);
  if (fields.length === 0 && conditions.length === 0) return <p className="text-ink-muted">{t("noFields")}</p>;
  return (
    <>
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <Rows
        label={t("label")}
        items={conditions}
        nameOf={({ message, name }) => message[locale] || name}
        addLabel={t("add")}
        made={() => newCondition(freeName("rule", names), fields)}
        copied={(condition) => ({ ...condition, name: freeName(condition.name, names) })}
        onChange={(next) => put(next)}
      >
        {(condition, index) => (
          <ConditionFields
            condition={condition}
            fields={fields}
            where={`${where}.conditions.${calledIn(condition, index)}`}
            onChange={(next, about) =>
              put(
                conditions.map((one, at) => (at === index ? next : one)),
                about && `conditions.${index}.${about}`,
              )
            }
          />
        )}
      </Rows>
    </>
  );
}

function newCondition(name: string, fields: readonly string[]): Condition {
  const [first = "", second = first] = fields;
  const filled = (field: string): Clause => ({ field, op: "filled", text: "", other: null });
  const sentence = { when: [filled(first)], must: [filled(second)], isOneEnough: false };
  return { name, ...testsOf(sentence), message: composedWords(sentence), field: second };
}

interface ConditionFieldsProps {
  readonly condition: Condition;
  readonly fields: readonly string[];
  readonly where: string;
  readonly onChange: (condition: Condition, about?: string) => void;
}

function ConditionFields({ condition, fields, where, onChange }: ConditionFieldsProps) {
  const t = useTranslations("models.editor.conditions");
  const sentence = sentenceOf(condition);
  return (
    <>
      {sentence ? (
        <SentenceFields condition={condition} sentence={sentence} fields={fields} where={where} onChange={onChange} />
      ) : (
        <p className="max-w-prose text-ink-muted">{t("byHand", { name: condition.name })}</p>
      )}
      <WordsInput
        label={t("message")}
        where={`${where}.message`}
        isLong
        value={condition.message}
        onChange={(message) => onChange({ ...condition, message }, "message")}
      />
      <LevelChoice condition={condition} onChange={onChange} />
      <FaultNote where={where} except={["message"]} />
    </>
  );
}

function SentenceFields({ condition, sentence, fields, where, onChange }: ConditionFieldsProps & { readonly sentence: Sentence }) {
  const t = useTranslations("models.editor.conditions");
  const put = (next: Sentence) => {
    const { when: _, must: __, ...others } = condition;
    // Message and field follow the sentence until the person edits them.
    const isFollowing = JSON.stringify(condition.message) === JSON.stringify(composedWords(sentence));
    const isFirst = condition.field !== undefined && condition.field === sentence.must[0]?.field;
    onChange(
      {
        ...others,
        ...testsOf(next),
        ...(isFollowing && { message: composedWords(next) }),
        ...(isFirst && next.must[0] && { field: next.must[0].field }),
      },
      "sentence",
    );
  };
  const clauses = (part: "when" | "must") => {
    const list = sentence[part];
    const set = (next: readonly Clause[]) => put({ ...sentence, [part]: next });
    const least = part === "must" ? 1 : 0;
    return (
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-1.5 font-medium font-text">{t(part)}</legend>
        {part === "when" && list.length === 0 && <p className="text-ink-muted">{t("always")}</p>}
        {list.map((clause, index) => (
          <ClauseLine
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no identity beyond their place
            key={index}
            clause={clause}
            fields={fields}
            mood={part === "when" ? "is" : "must"}
            where={where}
            onChange={(next) => set(list.map((one, at) => (at === index ? next : one)))}
            onRemove={list.length > least ? () => set(list.filter((_, at) => at !== index)) : undefined}
          />
        ))}
        <div className="flex flex-wrap items-center gap-3">
          <Button tone="quiet" onClick={() => set([...list, { field: fields[0] ?? "", op: "filled", text: "", other: null }])}>
            <Plus aria-hidden className="size-4" />
            {t(part === "when" ? "addWhen" : "addMust")}
          </Button>
          {part === "must" && list.length > 1 && (
            <Select
              aria-label={t("join")}
              value={sentence.isOneEnough ? "any" : "all"}
              options={[
                { value: "all", label: t("all") },
                { value: "any", label: t("any") },
              ]}
              onChange={(event) => put({ ...sentence, isOneEnough: event.target.value === "any" })}
            />
          )}
        </div>
      </fieldset>
    );
  };
  return (
    <div className="flex flex-col gap-5">
      {clauses("when")}
      {clauses("must")}
    </div>
  );
}

function LevelChoice({ condition, onChange }: Pick<ConditionFieldsProps, "condition" | "onChange">) {
  const t = useTranslations("models.editor.conditions");
  const tl = useTranslations("checks.levels");
  return (
    <Field label={t("level")} className="sm:max-w-64">
      {(control) => (
        <Select
          {...control}
          value={condition.level ?? ""}
          options={[{ value: "", label: t("levelUsual") }, ...levels.map((level) => ({ value: level, label: tl(level) }))]}
          onChange={(event) =>
            onChange(
              withPart(
                condition,
                "level",
                levels.find((level) => level === event.target.value),
              ),
            )
          }
        />
      )}
    </Field>
  );
}
