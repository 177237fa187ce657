"use client";
import { ATTRIBUTE_OPERATORS, type AttributeOperator, MAX_CONDITIONS } from "@archipel/contracts/feature-operators.ts";
import type { AttributeCondition } from "@archipel/contracts/features.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import type { MapField, MapLayer } from "../layers/map-layer.ts";
import { isComplete } from "../model/conditions.ts";
import { ConditionValues } from "./condition-values.tsx";
import type { MapData } from "./map-data.ts";
import type { Bounds } from "./map-handle.ts";
import { useAnswer } from "./use-answer.ts";

interface LayerFilterProps {
  readonly layer: MapLayer;
  readonly conditions: readonly AttributeCondition[];
  /** The conditions apply only from a zoom on: tiles of lower zooms lack the attributes. */
  readonly isOnlyClose: boolean;
  readonly data: MapData;
  readonly bounds: Bounds | null;
  readonly locale: "fr" | "en";
  readonly onChange: (conditions: readonly AttributeCondition[]) => void;
}

/** The operators that make sense for a type of field, the usual one first. */
export function operatorsOf({ type }: Pick<MapField, "type">): readonly AttributeOperator[] {
  if (type === "boolean") return ["is", "empty", "filled"];
  if (type === "text") return ["is", "is-not", "contains", "empty", "filled"];
  if (type === "integer") return ["at-least", "at-most", "is", "is-not", "empty", "filled"];
  return ["at-least", "at-most", "empty", "filled"];
}

/** Shows only the features of a layer that meet conditions on their attributes, on the map and in the list of features. */
export function LayerFilter({ layer, conditions, isOnlyClose, data, bounds, locale, onChange }: LayerFilterProps) {
  const t = useTranslations("map.filters");
  // A condition without its value is kept here until it is complete.
  const [draft, setDraft] = useState<readonly AttributeCondition[]>(conditions);
  const fields = layer.fields.filter(({ isHidden }) => !isHidden);
  // The field that colours the layer is the one that people see; identifiers often come first in a table.
  const { style } = layer;
  const first = fields.find(({ column }) => "column" in style && style.column === column) ?? fields[0];
  const change = (next: readonly AttributeCondition[]) => {
    setDraft(next);
    onChange(next.filter(isComplete));
  };
  if (!first) return null;
  return (
    <section aria-label={t("title", { title: layer.title })} className="mt-3 grid gap-3 border-line border-t pt-3">
      <p className="font-medium text-small">{t("heading")}</p>
      {draft.map((condition, index) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other identity, and are only added at the end
          key={`${index}/${draft.length}`}
          layer={layer}
          fields={fields}
          condition={condition}
          data={data}
          onChange={(next) => change(draft.with(index, next))}
          onRemove={() => change(draft.toSpliced(index, 1))}
        />
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          className="min-h-9! text-small"
          {...(draft.length >= MAX_CONDITIONS && { disabledReason: t("most", { count: MAX_CONDITIONS }) })}
          onClick={() => setDraft([...draft, emptyCondition(first)])}
        >
          <Plus aria-hidden className="size-4" />
          {t(draft.length === 0 ? "add" : "addAnother")}
        </Button>
        {conditions.length > 0 && (
          <Button tone="quiet" className="min-h-9! text-small" onClick={() => change([])}>
            {t("clear")}
          </Button>
        )}
      </div>
      {conditions.length > 0 && <CountInView layer={layer} conditions={conditions} data={data} bounds={bounds} locale={locale} />}
      {conditions.length > 0 && isOnlyClose && <p className="text-ink-muted text-small">{t("onlyClose")}</p>}
    </section>
  );
}

const emptyCondition = (field: MapField): AttributeCondition => ({
  column: field.column,
  operator: operatorsOf(field)[0] ?? "is",
  values: [],
});

interface ConditionRowProps {
  readonly layer: MapLayer;
  readonly fields: readonly MapField[];
  readonly condition: AttributeCondition;
  readonly data: MapData;
  readonly onChange: (condition: AttributeCondition) => void;
  readonly onRemove: () => void;
}

function ConditionRow({ layer, fields, condition, data, onChange, onRemove }: ConditionRowProps) {
  const t = useTranslations("map.filters");
  const field = fields.find(({ column }) => column === condition.column);
  if (!field) return null;
  const operators = operatorsOf(field);
  const name = field.label ?? field.name;
  return (
    <fieldset className="grid gap-2 rounded-card border border-line bg-surface p-2">
      <legend className="sr-only">{t("condition", { field: name })}</legend>
      <div className="flex items-end gap-1">
        <div className="min-w-0 flex-1">
          <Field label={t("field")}>
            {(control) => (
              <Select
                {...control}
                value={field.column}
                options={fields.map((one) => ({ value: one.column, label: one.label ?? one.name }))}
                onChange={({ target }) => {
                  const next = fields.find(({ column }) => column === target.value);
                  if (next) onChange(emptyCondition(next));
                }}
              />
            )}
          </Field>
        </div>
        <Button tone="quiet" isSquare aria-label={t("remove", { field: name })} onClick={onRemove}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
      </div>
      <Field label={t("operator")}>
        {(control) => (
          <Select
            {...control}
            value={condition.operator}
            options={operators.map((value) => ({ value, label: t(`operators.${value}`) }))}
            onChange={({ target }) => {
              const operator = ATTRIBUTE_OPERATORS.find((one) => one === target.value);
              if (operator) onChange({ ...condition, operator, values: isSameKind(operator, condition.operator) ? condition.values : [] });
            }}
          />
        )}
      </Field>
      <ConditionEntry
        layer={layer}
        field={field}
        condition={condition}
        data={data}
        onChange={(values) => onChange({ ...condition, values })}
      />
    </fieldset>
  );
}

const KINDS: Readonly<Record<AttributeOperator, string>> = {
  is: "list",
  "is-not": "list",
  contains: "text",
  "at-least": "limit",
  "at-most": "limit",
  empty: "none",
  filled: "none",
};
const isSameKind = (a: AttributeOperator, b: AttributeOperator) => KINDS[a] === KINDS[b];

interface ConditionEntryProps extends Pick<ConditionRowProps, "layer" | "condition" | "data"> {
  readonly field: MapField;
  readonly onChange: (values: string[]) => void;
}

/** What the attribute is compared with: values from a list, a text, a number or a day. */
function ConditionEntry({ layer, field, condition, data, onChange }: ConditionEntryProps) {
  const t = useTranslations("map.filters");
  const kind = KINDS[condition.operator];
  if (kind === "none") return null;
  if (kind === "list") return <ConditionValues layer={layer} field={field} chosen={condition.values} data={data} onChange={onChange} />;
  const isNumber = field.type === "integer" || field.type === "double";
  const type = kind === "text" ? "text" : isNumber ? "number" : "date";
  return (
    <Field label={t(type === "date" ? "day" : "value")}>
      {(control) => (
        <TextInput
          {...control}
          type={type}
          {...(type === "number" && { step: "any", inputMode: "decimal" as const })}
          defaultValue={condition.values[0] ?? ""}
          maxLength={200}
          onChange={({ target }) => onChange(target.value === "" ? [] : [target.value])}
        />
      )}
    </Field>
  );
}

type CountInViewProps = Pick<LayerFilterProps, "layer" | "conditions" | "data" | "bounds" | "locale">;

function CountInView({ layer, conditions, data, bounds, locale }: CountInViewProps) {
  const t = useTranslations("map.filters");
  const common = useTranslations("common.states");
  // Typing changes the conditions at each key.
  const asked = useDeferredValue(JSON.stringify(conditions));
  const key = bounds && `${layer.id}/${bounds.map((degrees) => degrees.toFixed(4)).join(",")}/${asked}`;
  const answer = useAnswer(key, async () => {
    if (!bounds) throw new Error("nothing to ask");
    return (await data.inView(layer.id, bounds, undefined, undefined, conditions)).total;
  });
  return (
    <p role="status" className="text-small">
      {answer.state === "failed"
        ? t("countFailed")
        : answer.value === undefined
          ? common("loading")
          : t("count", { count: answer.value, shown: formatNumber(locale, answer.value) })}
    </p>
  );
}
