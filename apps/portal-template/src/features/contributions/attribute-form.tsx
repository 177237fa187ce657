"use client";
import { ruleFault } from "@archipel/contracts/field-check.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { dayFromText } from "@archipel/contracts/value-texts.ts";
import { type Change, snapshotOf } from "@archipel/map/edit/draft.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import { Field } from "@archipel/ui/field.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AttributeControl } from "./attribute-control.tsx";
import { MAX_TEXT, parseValue, textOf } from "./field-values.ts";
import { useFaultText } from "./use-fault-text.ts";
import { useValueText } from "./use-value-text.ts";

interface AttributeFormProps {
  readonly change: Change;
  readonly fields: readonly LayerField[];
  readonly lockedColumns: readonly string[];
  /** Those of the locked columns that the person's grants do not give, and who gives more; null: the person edits by a role. */
  readonly closed?: { readonly columns: readonly string[]; readonly owner: string } | null;
  readonly onValue: (column: string, value: AttributeValue) => void;
  /** A text that does not fit: the change keeps it, so that it is not lost when the person looks at another feature. */
  readonly onWrong: (column: string, text: string) => void;
}

/** One control for each field, by its type and rule. Only values that fit go into the draft; other texts are kept with their error. */
export function AttributeForm({ change, fields, lockedColumns, closed = null, onValue, onWrong }: AttributeFormProps) {
  const t = useTranslations("contributions.form");
  const shown = fields.filter((field) => !field.isHidden);
  if (shown.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  const { values } = snapshotOf(change);
  return (
    <div className="grid gap-4">
      {shown.map((field) => (
        <AttributeField
          key={field.column}
          field={field}
          value={values[field.column] ?? null}
          before={change.base && field.column in change.values ? (change.base.values[field.column] ?? null) : undefined}
          lock={
            closed?.columns.includes(field.column)
              ? t("closed", { owner: closed.owner })
              : lockedColumns.includes(field.column)
                ? t("locked")
                : null
          }
          wrong={change.wrong?.[field.column]}
          onValue={(value) => onValue(field.column, value)}
          onWrong={(text) => onWrong(field.column, text)}
        />
      ))}
    </div>
  );
}

interface AttributeFieldProps {
  readonly field: LayerField;
  readonly value: AttributeValue;
  /** The stored value, when the draft changes it. */
  readonly before: AttributeValue | undefined;
  /** Why it cannot be changed; null: it can. */
  readonly lock: string | null;
  readonly wrong: string | undefined;
  readonly onValue: (value: AttributeValue) => void;
  readonly onWrong: (text: string) => void;
}

function AttributeField({ field, value, before, lock, wrong, onValue, onWrong }: AttributeFieldProps) {
  const t = useTranslations("contributions.form");
  const isLocked = lock !== null;
  const say = useValueText();
  const sayFault = useFaultText();
  /** A required format is not reported as broken while the person is still writing. */
  const [isWriting, setWriting] = useState(false);
  const [isLeft, setLeft] = useState(false);
  const { rule, type } = field;
  const write = (next: string, isBad: boolean) => {
    const parsed = isBad ? undefined : parseValue(type, next);
    const isUnfit = parsed === undefined || (ruleFault(field, parsed) !== null && !(parsed === null && value === null));
    if (isUnfit) onWrong(next);
    else onValue(parsed);
  };
  const parsed = wrong === undefined ? value : parseValue(type, wrong);
  const isOfType = parsed !== undefined && (wrong !== "" || type === "text" || rule?.isRequired);
  const fault = parsed === undefined ? null : ruleFault(field, parsed);
  const isToSay = wrong !== undefined || before !== undefined || isLeft;
  const error = isLocked
    ? undefined
    : !isOfType
      ? type === "text"
        ? t("tooLong", { most: MAX_TEXT })
        : t(errorOf[type])
      : fault && isToSay && !isWriting
        ? sayFault(fault)
        : undefined;
  const hints = [
    rule?.help,
    rule?.pattern !== undefined && rule.example !== undefined && t("example", { example: rule.example }),
    rangeOf(rule, t),
    rule?.dayFormat &&
      typeof value === "string" &&
      dayFromText(rule.dayFormat, value) === null &&
      t("notADay", { value: value.slice(0, 80) }),
    isLocked ? lock : before !== undefined && t("before", { value: say(before, field) }),
  ].filter((hint) => typeof hint === "string");
  return (
    <Field
      label={rule?.unit ? t("withUnit", { name: field.label ?? field.name, unit: rule.unit }) : (field.label ?? field.name)}
      mark={rule?.isRequired && !isLocked ? t("required") : undefined}
      isRequired={rule?.isRequired}
      hint={
        hints.length > 0 &&
        hints.map((hint) => (
          <span key={hint} className="block">
            {hint}
          </span>
        ))
      }
      error={error}
    >
      {(control) => (
        <AttributeControl
          control={control}
          field={field}
          isDisabled={isLocked}
          text={wrong ?? textOf(type, value)}
          onText={(text, isBad) => {
            setWriting(true);
            write(text, isBad);
          }}
          onLeave={() => {
            setWriting(false);
            setLeft(true);
          }}
        />
      )}
    </Field>
  );
}

/** The allowed range of a number, in words. */
function rangeOf(rule: LayerField["rule"], t: ReturnType<typeof useTranslations<"contributions.form">>): string | undefined {
  const { min, max } = rule ?? {};
  if (min !== undefined && max !== undefined) return t("between", { min, max });
  if (min !== undefined) return t("atLeast", { min });
  return max === undefined ? undefined : t("atMost", { max });
}

const errorOf = {
  integer: "integer",
  double: "double",
  boolean: "unknown",
  date: "date",
  datetime: "datetime",
  localdatetime: "datetime",
} as const;
