import { decimalOf } from "@archipel/contracts/decimal.ts";
import { hasTime } from "@archipel/contracts/layer-fields.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type ConditionOperator, condition, conditionOperators } from "@archipel/contracts/processing.ts";
import { wholeNumberOf } from "@archipel/contracts/value-texts.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import { columnTypes } from "../../../layer-store/tables/layer-table.ts";
import { fault, type LabelOptions, labelsOf, type Parameter } from "./parameter.ts";
import type { Bindings } from "./recipe.ts";

interface FieldTest {
  field: LayerField;
  operator: ConditionOperator;
  /** In the type of its column; null for operators without a value. */
  value: string | number | boolean | null;
}

/** A condition on the fields of a layer. */
export interface FieldCondition {
  match: "all" | "any";
  tests: FieldTest[];
}

/** A condition on fields of the layer that the parameter `of` chose. */
export function conditionParameter(options: LabelOptions & { of: string }): Parameter<FieldCondition> {
  return {
    describe: (key) => ({ ...labelsOf(key, options), kind: "condition", of: options.of }),
    layerIds: () => [],
    read(raw, { key, layerOf }) {
      const parsed = condition.safeParse(raw);
      if (!parsed.success) throw fault(key, "processing-condition-unreadable");
      const layer = layerOf(options.of);
      const tests = parsed.data.tests.map(({ column, operator, value }): FieldTest => {
        const field = layer.fields.find((candidate) => candidate.column === column);
        if (!field) throw fault(key, "processing-field-unknown", { field: column, layer: layer.title });
        const name = field.label ?? field.name;
        const operators: readonly ConditionOperator[] = conditionOperators[field.type];
        if (!operators.includes(operator)) throw fault(key, "processing-condition-operator", { field: name });
        if (operator === "empty" || operator === "filled") return { field, operator, value: null };
        const typed = typedValue(field.type, value);
        if (typed === null) throw fault(key, `processing-condition-${valueWord(field.type)}`, { field: name, value: String(value ?? "") });
        return { field, operator, value: typed };
      });
      return { match: parsed.data.match, tests };
    },
  };
}

/** The message that describes a value of this type. */
function valueWord(type: LayerField["type"]): "text" | "number" | "whole" | "date" | "boolean" {
  if (type === "double") return "number";
  if (type === "integer") return "whole";
  return hasTime(type) ? "date" : type;
}

function typedValue(type: LayerField["type"], value: string | number | boolean | undefined): string | number | boolean | null {
  if (value === undefined) return null;
  const text = String(value).trim();
  switch (type) {
    case "text":
      return String(value);
    case "integer":
      return wholeNumberOf(text) ?? null;
    case "double":
      return decimalOf(text.replace(",", ".")) ?? null;
    case "boolean":
      return typeof value === "boolean" ? value : text === "true" || text === "false" ? text === "true" : null;
    case "date":
    case "datetime":
    case "localdatetime":
      return isMoment(text, type !== "date") && !(type === "localdatetime" && /(Z|[+-]\d{2}:\d{2})$/.test(text.slice(10))) ? text : null;
  }
}

/** Whether a text is a real ISO date, with a time where that is allowed. */
function isMoment(text: string, mayHaveTime: boolean): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (!match || (match[4] && !mayHaveTime)) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() + 1 === month && date.getUTCDate() === day && !Number.isNaN(Date.parse(text));
}

const comparisons = { equal: "=", less: "<", "at-most": "<=", more: ">", "at-least": ">=" } as const;

/** The condition as SQL over the alias `s`. Text search ignores case; an empty value never equals anything. */
export function conditionSql({ match, tests }: FieldCondition, bindings: Bindings): string {
  const parts = tests.map(({ field, operator, value }) => {
    const column = `s.${quoteIdentifier(field.column)}`;
    const empty = field.type === "text" ? `(${column} IS NULL OR ${column} = '')` : `${column} IS NULL`;
    if (operator === "empty") return empty;
    if (operator === "filled") return `NOT (${empty})`;
    const bound = bindings.bind(value, columnTypes[field.type]);
    if (operator === "different") return `${column} IS DISTINCT FROM ${bound}`;
    if (operator === "contains") return `strpos(lower(${column}), lower(${bound})) > 0`;
    if (operator === "starts") return `starts_with(lower(${column}), lower(${bound}))`;
    return `${column} ${comparisons[operator]} ${bound}`;
  });
  return `(${parts.map((part) => `coalesce(${part}, false)`).join(match === "all" ? " AND " : " OR ")})`;
}
