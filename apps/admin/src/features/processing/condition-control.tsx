"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Condition, type ConditionOperator, conditionOperators } from "@archipel/contracts/processing.ts";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";

type FieldTest = Condition["tests"][number];

interface ConditionControlProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly fields: readonly LayerField[];
  readonly value: unknown;
  readonly onChange: (value: Condition) => void;
}

/** Tests of fields, one a line. */
export function ConditionControl({ label, hint, error, fields, value, onChange }: ConditionControlProps) {
  const t = useTranslations("processing");
  // Only this control writes the value.
  const { match, tests } = value as Condition;
  const [first] = fields;
  const put = (index: number, changes: Partial<FieldTest>) =>
    onChange({ match, tests: tests.map((test, at) => (at === index ? { ...test, ...changes } : test)) });
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="font-medium">{label}</legend>
      {(hint || !first) && <p className="text-ink-muted text-small">{first ? hint : t("chooseLayerFirst")}</p>}
      {tests.length > 1 && (
        <RadioGroup
          legend={t("condition.match")}
          name="match"
          isInline
          value={match}
          onValueChange={(chosen) => onChange({ match: chosen === "any" ? "any" : "all", tests })}
          options={[
            { value: "all", label: t("condition.all") },
            { value: "any", label: t("condition.any") },
          ]}
        />
      )}
      {tests.map((test, index) => (
        <TestLine
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no key but their position
          key={index}
          test={test}
          fields={fields}
          onChange={(changes) => put(index, changes)}
          onRemove={() => onChange({ match, tests: tests.filter((_, at) => at !== index) })}
        />
      ))}
      {error && (
        <p role="alert" className="text-danger text-small">
          {error}
        </p>
      )}
      <div>
        <Button
          onClick={() =>
            first && onChange({ match, tests: [...tests, { column: first.column, operator: conditionOperators[first.type][0] }] })
          }
          {...(!first && { disabledReason: t("chooseLayerFirst") })}
        >
          <Plus aria-hidden className="size-4" />
          {t("condition.add")}
        </Button>
      </div>
    </fieldset>
  );
}

interface TestLineProps {
  readonly test: FieldTest;
  readonly fields: readonly LayerField[];
  readonly onChange: (changes: Partial<FieldTest>) => void;
  readonly onRemove: () => void;
}

function TestLine({ test, fields, onChange, onRemove }: TestLineProps) {
  const t = useTranslations("processing.condition");
  const field = fields.find(({ column }) => column === test.column);
  const operators: readonly ConditionOperator[] = field ? conditionOperators[field.type] : [];
  const isCompared = test.operator !== "empty" && test.operator !== "filled";
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={t("field")} className="min-w-0 flex-1 basis-40">
        {(control) => (
          <Select
            {...control}
            value={test.column}
            options={fields.map(({ column, name, label }) => ({ value: column, label: label ?? name }))}
            onChange={(event) => {
              const chosen = fields.find(({ column }) => column === event.target.value);
              if (chosen) onChange({ column: chosen.column, operator: conditionOperators[chosen.type][0], value: undefined });
            }}
          />
        )}
      </Field>
      <Field label={t("operator")} className="min-w-0 flex-1 basis-36">
        {(control) => (
          <Select
            {...control}
            value={test.operator}
            options={operators.map((operator) => ({ value: operator, label: t(`operators.${operator}`) }))}
            onChange={(event) => onChange({ operator: operators.find((one) => one === event.target.value) ?? test.operator })}
          />
        )}
      </Field>
      {isCompared &&
        (field?.type === "boolean" ? (
          <Field label={t("value")} className="min-w-0 flex-1 basis-36">
            {(control) => (
              <Select
                {...control}
                value={String(test.value ?? "")}
                options={[
                  { value: "", label: "—" },
                  { value: "true", label: t("yes") },
                  { value: "false", label: t("no") },
                ]}
                onChange={(event) => onChange({ value: event.target.value === "" ? undefined : event.target.value === "true" })}
              />
            )}
          </Field>
        ) : (
          <Field label={t("value")} className="min-w-0 flex-1 basis-36">
            {(control) => (
              <TextInput
                {...control}
                type={field?.type === "date" ? "date" : "text"}
                inputMode={field?.type === "integer" || field?.type === "double" ? "decimal" : undefined}
                value={String(test.value ?? "")}
                onChange={(event) => onChange({ value: event.target.value })}
              />
            )}
          </Field>
        ))}
      <Button tone="quiet" onClick={onRemove} aria-label={t("remove")}>
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
