import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { say } from "../../site/said.ts";
import { Section } from "../section.tsx";
import { typedRows } from "../table-rows.ts";
import type { BlockProps } from "../world.ts";

/** A table that people typed. It scrolls inside itself on a narrow screen, and can be reached by keyboard there. */
export function TypedTable({ block: { props }, world }: BlockProps<"table">) {
  const t = useTranslations("portal.blocks");
  const text = say(world, props.rows);
  const [title, caption] = [say(world, props.title), say(world, props.caption)];
  const table = typedRows(text.text);
  if (!table) return null;
  const { head, rows, isNumeric } = table;
  const cell = (column: number) => clsx("px-4 py-2.5 align-top", isNumeric[column] && "figures text-right");
  return (
    <Section world={world} title={props.title}>
      <section
        className="overflow-x-auto rounded-card border border-line bg-surface"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={caption.text || title.text || t("table")}
      >
        <table {...text.attrs} className="w-full min-w-max border-collapse text-left sm:min-w-0">
          {caption.text && (
            <caption {...caption.attrs} className="px-4 py-3 text-left text-ink-muted">
              {caption.text}
            </caption>
          )}
          <thead className="bg-sunken text-ink-muted text-small">
            <tr>
              {head.map((name, column) => {
                const Cell = name === "" ? "td" : "th";
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  <Cell key={column} {...(name !== "" && { scope: "col" })} className={clsx(cell(column), "font-medium")}>
                    {name}
                  </Cell>
                );
              })}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <tr key={index}>
                {row.map((value, column) => {
                  const isName = column === 0 && value !== "" && !isNumeric[0];
                  const Cell = isName ? "th" : "td";
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    <Cell key={column} {...(isName && { scope: "row" })} className={clsx(cell(column), isName && "font-medium")}>
                      {value}
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
