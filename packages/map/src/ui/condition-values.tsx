import { resolveStyle } from "@archipel/map-style/default-style.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { MapField, MapLayer } from "../layers/map-layer.ts";
import type { MapData } from "./map-data.ts";
import { useAnswer } from "./use-answer.ts";

/** With more values than this, a search field helps to find one. */
const MANY = 12;

interface ConditionValuesProps {
  readonly layer: MapLayer;
  readonly field: MapField;
  readonly chosen: readonly string[];
  readonly data: MapData;
  readonly onChange: (values: string[]) => void;
}

/** The values of a field as a list to choose from, with their meaning when the legend has one. */
export function ConditionValues({ layer, field, chosen, data, onChange }: ConditionValuesProps) {
  const t = useTranslations("map.filters");
  const common = useTranslations("common.states");
  const locale = useLocale();
  const [q, setQ] = useState("");
  const answer = useAnswer(data.values ? `${layer.id}/${field.column}` : null, async () => data.values?.(layer.id, field.column));
  const found = (answer.value?.values ?? []).flatMap(({ value }) => (value === null || value === "" ? [] : [String(value)]));
  const all = [...new Set([...chosen, ...found])];
  const style = resolveStyle(
    layer,
    { accent: "#000000", selection: "#000000", label: "#000000", labelHalo: "#ffffff" },
    locale === "fr" ? "fr" : "en",
  );
  const meanings = new Map(
    "categories" in style && style.column === field.column ? style.categories.map(({ value, label }) => [String(value), label]) : [],
  );
  const textOf = (value: string) => {
    if (field.type === "boolean") return t(value === "true" ? "yes" : "no");
    const meaning = meanings.get(value);
    return meaning && meaning !== value ? `${value} — ${meaning}` : value;
  };
  const listed = all.filter((value) => textOf(value).toLowerCase().includes(q.trim().toLowerCase()));
  if (answer.state === "failed" && all.length === 0) return <p className="text-small">{t("valuesFailed")}</p>;
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium font-text text-small">{t("values")}</legend>
      {all.length > MANY && (
        <TextInput
          type="search"
          value={q}
          aria-label={t("search")}
          placeholder={t("search")}
          onChange={({ target }) => setQ(target.value)}
        />
      )}
      {answer.state === "waiting" && all.length === 0 && <p className="text-ink-muted text-small">{common("loading")}</p>}
      <div className="max-h-48 overflow-y-auto overscroll-contain">
        {listed.map((value) => (
          <Checkbox
            key={value}
            className="min-h-8! py-1! text-small"
            label={textOf(value)}
            checked={chosen.includes(value)}
            onChange={({ target }) => onChange(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))}
          />
        ))}
        {listed.length === 0 && answer.state === "here" && <p className="text-ink-muted text-small">{t("noValue")}</p>}
      </div>
    </fieldset>
  );
}
