"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ColumnChoice } from "./column-choice.tsx";
import { allOf, type Choice, isGone, isSettledByPart, NO_CHOICE } from "./resolution.ts";

interface ConflictCardProps {
  readonly diff: EditDiff;
  readonly fields: readonly LayerField[];
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  /** The kind of edit, in one word. */
  readonly badge?: ReactNode;
  /** The three shapes, on the map of the site. */
  readonly map: ReactNode;
  /** The feature's values, when it is kept or deleted as a whole. */
  readonly values: ReactNode;
  /** Whether the resulting shape can be drawn on the map. */
  readonly canDraw?: boolean;
}

/** One feature in conflict: for each attribute and for the geometry, the three states and a choice. */
export function ConflictCard({ diff, fields, choice, onChoose, badge, map, values, canDraw = false }: ConflictCardProps) {
  const t = useTranslations("conflicts");
  const label = unbroken(diff.label);
  const isByPart = isSettledByPart(diff);
  const isDropped = isByPart && choice.decision === "drop";
  return (
    <section aria-label={label} className="rounded-card border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-3 border-line border-b px-5 py-3">
        {badge}
        <h2 className="min-w-0 flex-1 break-words text-base">{label}</h2>
        {isByPart && !isDropped && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => onChoose(allOf(diff, "mine"))}>{t("allMine")}</Button>
            <Button onClick={() => onChoose(allOf(diff, "theirs"))}>{t("allTheirs")}</Button>
          </div>
        )}
      </header>
      <div className="flex flex-col gap-5 p-5">
        {isDropped && <Alert tone="info" title={t("dropped")} />}
        {!isByPart && <WholeChoice diff={diff} choice={choice} onChoose={onChoose} values={values} />}
        {isByPart &&
          !isDropped &&
          diff.conflict?.columns.map((column) => (
            <ColumnChoice
              key={column}
              diff={diff}
              column={column}
              field={fields.find((field) => field.column === column)}
              chosen={choice.columns[column]}
              onChoose={(chosen) => onChoose({ ...choice, decision: "keep", columns: { ...choice.columns, [column]: chosen } })}
            />
          ))}
        {isByPart && !isDropped && diff.conflict?.geometry && (
          <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_14rem]">
            {map}
            <RadioGroup
              legend={t("geometryChoose")}
              name={`geometry-${diff.id}`}
              options={[
                { value: "mine", label: t("mine") },
                { value: "theirs", label: t("theirs") },
                ...(canDraw ? [{ value: "drawn", label: t("drawn"), hint: t(choice.drawn ? "drawnDone" : "drawnHint") }] : []),
              ]}
              value={choice.geometry ?? ""}
              onValueChange={(side) =>
                onChoose({ ...choice, decision: "keep", geometry: side === "theirs" || side === "drawn" ? side : "mine" })
              }
            />
          </div>
        )}
        {isByPart && (
          <Button
            tone="quiet"
            className="-ml-4 self-start"
            onClick={() => onChoose(isDropped ? NO_CHOICE : { ...NO_CHOICE, decision: "drop" })}
          >
            {t(isDropped ? "undrop" : "drop")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** One side deleted what the other changed: the feature is kept or deleted as a whole. */
function WholeChoice({ diff, choice, onChoose, values }: Pick<ConflictCardProps, "diff" | "choice" | "onChoose" | "values">) {
  const t = useTranslations("conflicts");
  const gone = isGone(diff);
  return (
    <>
      <Alert tone="warning" title={t(gone ? "gone" : "deleting")} />
      {values}
      <RadioGroup
        legend={t("whole", { label: unbroken(diff.label) })}
        name={`whole-${diff.id}`}
        options={
          gone
            ? [
                { value: "keep", label: t("restore") },
                { value: "drop", label: t("drop") },
              ]
            : [
                { value: "drop", label: t("keepObject") },
                { value: "keep", label: t("deleteAnyway") },
              ]
        }
        value={choice.decision ?? ""}
        onValueChange={(decision) => onChoose({ ...NO_CHOICE, decision: decision === "keep" ? "keep" : "drop" })}
      />
    </>
  );
}
