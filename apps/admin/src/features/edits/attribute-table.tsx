"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { fieldName, useValueText } from "@archipel/map/conflict/value-text.ts";
import { Button } from "@archipel/ui/button.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";

type Values = Readonly<Record<string, string | number | boolean | null>>;

interface AttributeTableProps {
  readonly label: string;
  readonly fields: readonly LayerField[];
  /** Null when the feature does not exist on that side. */
  readonly before: Values | null;
  readonly after: Values | null;
  readonly headers: readonly [string, string];
}

/** Attributes before and after, side by side: the changed ones first, the others on demand. */
export function AttributeTable({ label, fields, before, after, headers }: AttributeTableProps) {
  const t = useTranslations("admin.contributions");
  const [isAllShown, setAllShown] = useState(false);
  const known = Object.keys(after ?? before ?? {});
  const changed = known.filter((column) => (before?.[column] ?? null) !== (after?.[column] ?? null));
  const same = known.filter((column) => !changed.includes(column));
  const shown = isAllShown ? [...changed, ...same] : changed;
  // An added or deleted feature has one side only.
  const sides = [...(before ? (["before"] as const) : []), ...(after ? (["after"] as const) : [])];
  const values = { before, after };
  const words = { before: headers[0], after: headers[1] };
  const columns: Column<string>[] = [
    {
      key: "name",
      header: t("attribute"),
      isRowHeader: true,
      cell: (column) => <span className="break-words">{fieldName(fields, column)}</span>,
    },
    ...sides.map((side) => ({
      key: side,
      header: words[side],
      cell: (column: string) => (
        <Side values={values[side]} column={column} fields={fields} tone={changed.includes(column) ? side : null} />
      ),
    })),
  ];
  return (
    <div className="flex flex-col items-start gap-2">
      {shown.length > 0 ? (
        <>
          <div className="w-full max-sm:hidden">
            <Table caption={t("attributesCaption", { label })} isCaptionHidden columns={columns} rows={shown} rowKey={(column) => column} />
          </div>
          <Stacked
            columns={shown}
            sides={sides}
            words={words}
            cell={(column, key) => columns.find((one) => one.key === key)?.cell(column)}
          />
        </>
      ) : (
        <p className="text-ink-muted">{t("noAttributeChanged")}</p>
      )}
      {same.length > 0 && (
        <Button tone="quiet" className="-ml-4" aria-expanded={isAllShown} onClick={() => setAllShown(!isAllShown)}>
          {isAllShown ? t("onlyChanged") : t("unchanged", { count: same.length })}
        </Button>
      )}
    </div>
  );
}

interface StackedProps {
  readonly columns: readonly string[];
  readonly sides: readonly ("before" | "after")[];
  readonly words: Readonly<Record<"before" | "after", string>>;
  readonly cell: (column: string, key: "name" | "before" | "after") => ReactNode;
}

/** The same on a phone: one attribute under the other, so that nothing scrolls sideways. */
function Stacked({ columns, sides, words, cell }: StackedProps) {
  return (
    <dl className="w-full divide-y divide-line rounded-card border border-line sm:hidden">
      {columns.map((column) => (
        <div key={column} className="flex flex-col gap-1 px-4 py-3">
          <dt className="font-medium">{cell(column, "name")}</dt>
          {sides.map((key) => (
            <dd key={key} className="grid grid-cols-[4rem_minmax(0,1fr)] gap-3">
              <span className="text-ink-muted text-small">{words[key]}</span>
              <span className="min-w-0 break-words">{cell(column, key)}</span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

interface SideProps {
  readonly values: Values | null;
  readonly column: string;
  readonly fields: readonly LayerField[];
  readonly tone: "before" | "after" | null;
}

function Side({ values, column, fields, tone }: SideProps) {
  const t = useTranslations("admin.contributions");
  const text = useValueText();
  if (!values) return <span aria-hidden>—</span>;
  const shown = text(values[column], fields.find((field) => field.column === column)?.type);
  return (
    <span
      className={clsx(
        "wrap-anywhere",
        tone && "-mx-1 box-decoration-clone rounded-control px-1",
        tone === "before" && "bg-danger-soft",
        tone === "after" && "bg-success-soft",
        shown === null && "text-ink-muted italic",
      )}
    >
      {shown ?? t("emptyValue")}
    </span>
  );
}
