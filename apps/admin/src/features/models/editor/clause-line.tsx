"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Clause, type ClauseOp, clauseOps, isCompared, takesText } from "./clauses.ts";

interface ClauseLineProps {
  readonly clause: Clause;
  readonly fields: readonly string[];
  readonly mood: "is" | "must";
  readonly where: string;
  readonly onChange: (clause: Clause) => void;
  /** Undefined when the sentence needs this part. */
  readonly onRemove: (() => void) | undefined;
}

/** One part of a sentence: field, operator, value. */
export function ClauseLine({ clause, fields, mood, where, onChange, onRemove }: ClauseLineProps) {
  const t = useTranslations("models.editor.clause");
  const { field, op, text, other } = clause;
  const offered = fields.includes(field) ? fields : [field, ...fields];
  const setOp = (next: ClauseOp) => {
    const isSameKind = isCompared(next) === isCompared(op) && takesText(next);
    onChange({ field, op: next, text: isSameKind ? text : "", other: isCompared(next) && isSameKind ? other : null });
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.2fr)_auto]">
      <Select
        className="max-sm:col-start-1"
        aria-label={t("field")}
        data-where={where}
        value={field}
        options={offered.map((name) => ({ value: name, label: name || t("chooseField") }))}
        onChange={(event) => onChange({ ...clause, field: event.target.value })}
      />
      <Select
        className="max-sm:col-start-1"
        aria-label={t("op")}
        value={op}
        options={clauseOps.map((one) => ({ value: one, label: t(`${mood}.${one}`) }))}
        onChange={(event) => setOp(clauseOps.find((one) => one === event.target.value) ?? "filled")}
      />
      <div className="flex min-w-0 flex-col gap-2 max-sm:col-start-1">
        {isCompared(op) && (
          <Select
            aria-label={t("against")}
            value={other === null ? "" : `field ${other}`}
            options={[
              { value: "", label: t("aNumber") },
              ...fields.map((name) => ({ value: `field ${name}`, label: t("ofField", { name }) })),
            ]}
            onChange={(event) => onChange({ ...clause, text: "", other: event.target.value === "" ? null : event.target.value.slice(6) })}
          />
        )}
        {takesText(op) && other === null && (
          <TextInput
            aria-label={t(op === "matches" ? "pattern" : isCompared(op) ? "number" : "values")}
            placeholder={t(op === "matches" ? "patternExample" : isCompared(op) ? "numberExample" : "valuesExample")}
            inputMode={isCompared(op) ? "decimal" : "text"}
            spellCheck={false}
            value={text}
            onChange={(event) => onChange({ ...clause, text: event.target.value })}
          />
        )}
      </div>
      <Button
        tone="quiet"
        isSquare
        className="max-sm:col-start-2 max-sm:row-start-1"
        aria-label={t("remove", { name: field })}
        disabled={!onRemove}
        onClick={onRemove}
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
