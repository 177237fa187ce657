import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Figures align to the right in tabular numerals. */
  readonly isNumeric?: boolean | undefined;
  readonly isRowHeader?: boolean | undefined;
  /** Hidden on a phone, where the row links to its own page or another column shows it. */
  readonly isWideOnly?: boolean | undefined;
}

interface TableProps<Row> {
  readonly caption: ReactNode;
  readonly isCaptionHidden?: boolean | undefined;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

/** A plain table that scrolls sideways inside itself on a narrow screen; `relative` keeps its hidden labels inside. */
export function Table<Row>({ caption, isCaptionHidden, columns, rows, rowKey }: TableProps<Row>) {
  return (
    <section
      className="relative overflow-x-auto rounded-card border border-line bg-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={typeof caption === "string" ? caption : undefined}
    >
      <table className="w-full border-collapse text-left text-base">
        <caption className={clsx("px-4 py-3 text-left font-medium", isCaptionHidden && "sr-only")}>{caption}</caption>
        <thead className="bg-sunken text-ink-muted text-small">
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={clsx(
                  "whitespace-nowrap px-2 py-2.5 font-medium first:pl-3 last:pr-3 sm:px-3 sm:first:pl-4 sm:last:pr-4",
                  column.isNumeric && "text-right",
                  column.isWideOnly && "max-sm:hidden",
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => {
                const Cell = column.isRowHeader ? "th" : "td";
                return (
                  <Cell
                    key={column.key}
                    {...(column.isRowHeader && { scope: "row" })}
                    className={clsx(
                      "px-2 py-2.5 align-top font-normal first:pl-3 last:pr-3 sm:px-3 sm:first:pl-4 sm:last:pr-4",
                      column.isNumeric && "figures text-right",
                      column.isRowHeader && "font-medium",
                      column.isWideOnly && "max-sm:hidden",
                    )}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
