"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { useTranslations } from "next-intl";
import type { Change } from "./changes.ts";

/** More changes than this are only counted. */
const MOST = 12;

/** What saving would change on every map that shows the layer. */
export function ChangeList({ layer, changes }: { readonly layer: Pick<LayerSummary, "fields">; readonly changes: readonly Change[] }) {
  const text = useChangeText(layer);
  const t = useTranslations("layers.style");
  if (changes.length === 0) return <p className="text-ink-muted text-small">{t("noChange")}</p>;
  return (
    <details className="text-small" open={changes.length <= 4}>
      <summary className="cursor-pointer font-medium">{t("changeCount", { count: changes.length })}</summary>
      <ul className="mt-1 ml-4 list-disc">
        {changes.slice(0, MOST).map((change) => (
          <li key={text(change)} className="break-words">
            {text(change)}
          </li>
        ))}
        {changes.length > MOST && <li>…</li>}
      </ul>
    </details>
  );
}

/** A change in words. */
function useChangeText(layer: Pick<LayerSummary, "fields">): (change: Change) => string {
  const t = useTranslations("layers.style");
  const fieldName = (column: string) => {
    const field = layer.fields.find((one) => one.column === column);
    return field?.label ?? field?.name ?? (column || t("none"));
  };
  return (change) => {
    switch (change.what) {
      case "title":
        return t("change.title", change);
      case "column":
        return t("change.column", { from: fieldName(change.from), to: fieldName(change.to) });
      case "kind":
        return t("change.kind", { from: t(`kinds.${change.from}`), to: t(`kinds.${change.to}`) });
      case "classAdded":
      case "classRemoved":
      case "classChanged":
        return t(`change.${change.what}`, { name: change.name });
      default:
        return t(`change.${change.what}`);
    }
  };
}
