import type { Delivery } from "../../delivery/delivery.ts";
import { bindingOf } from "../../rules/columns.ts";
import type { OneClick } from "../recipe.ts";
import { eachRow, isTargeted, type LayerContext, matchedIn, type TableChange, withTables } from "./layer.ts";
import { columnTypeOf } from "./typed.ts";

/** Renames, removes or adds columns. */
export function columnLayer(delivery: Delivery, { repair, on, params }: OneClick, context: LayerContext): Delivery {
  const { effect } = context;
  const matched = matchedIn(delivery, context);
  return withTables(delivery, (table): TableChange | null => {
    const found = matched.get(table);
    if (!found || !isTargeted(on, found)) return null;
    const { missing, unexpected, renamed } = bindingOf(table, found.model);
    const isAsked = (name: string) => on.field === undefined || on.field.toUpperCase() === name.toUpperCase();
    const count = (columns: number) => {
      effect.begin(table);
      effect.immediate.columns += columns;
    };
    if (repair === "rename-field") {
      const names = params?.to !== undefined && on.field !== undefined ? new Map([[params.to, on.field]]) : renamed;
      const wanted = [...names].filter(([field, column]) => isAsked(field) || isAsked(column));
      if (wanted.length === 0) return null;
      count(wanted.length);
      const newNames = new Map(wanted.map(([field, column]) => [column.toUpperCase(), field]));
      return { facts: { fields: table.fields.map((field) => ({ ...field, name: newNames.get(field.name.toUpperCase()) ?? field.name })) } };
    }
    if (repair === "add-field") {
      const added = missing.filter(({ name, required }) => isAsked(name) && !required && !renamed.has(name));
      if (added.length === 0) return null;
      count(added.length);
      const empty = added.map(() => null);
      return {
        facts: { fields: [...table.fields, ...added.map(({ name, type }) => ({ name, type: columnTypeOf(type) }))] },
        rows: () => ({ take: (batch) => eachRow(batch, (row) => ({ ...row, values: [...row.values, ...empty] })) }),
      };
    }
    const standIns = new Set(renamed.values());
    const dropped = new Set(unexpected.filter((name) => isAsked(name) && !standIns.has(name)));
    if (dropped.size === 0) return null;
    count(dropped.size);
    const kept = table.fields.map(({ name }) => !dropped.has(name));
    return {
      facts: { fields: table.fields.filter((_, column) => kept[column]) },
      rows: () => ({ take: (batch) => eachRow(batch, (row) => ({ ...row, values: row.values.filter((_, column) => kept[column]) })) }),
    };
  });
}
