"use client";
import { isMoment } from "@archipel/contracts/layer-fields.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { CategorisedStyle } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { useApi } from "../../../api/api.ts";
import { ClassRow } from "./class-row.tsx";
import { FieldChoice } from "./field-choice.tsx";
import { categoriesFrom, coloursFor, DEFAULT_HUES, shownFields } from "./first-style.ts";
import { OtherRow } from "./other-row.tsx";
import { PaletteChoice } from "./palette-choice.tsx";
import type { StylePartProps } from "./style-part.ts";
import { useLatest } from "./use-latest.ts";
import { useLayerClasses } from "./use-layer-classes.ts";

type Categories = CategorisedStyle["categories"];

/** One class per value of a field, each with a colour and a label. */
export function CategoryFields({ layer, style, profiles, onChange }: StylePartProps<CategorisedStyle>) {
  const t = useTranslations("layers.style");
  const { isReading, error, readValues } = useLayerClasses(layer);
  const counts = useCounts(layer.id, style.column);
  const latest = useLatest(style);
  const setCategories = (categories: Categories, about: string) => onChange({ ...style, categories }, about);
  const classify = (column: string) =>
    readValues(column, ({ values }) => {
      const { current } = latest;
      const before = column === current.column ? current.categories : [];
      const found = values.map(({ value }) => value);
      onChange({ ...current, column, categories: categoriesFrom(found, before, current.palette) }, "categories");
    });
  const isNew = style.categories.length === 0;
  // The first classes are computed as soon as this kind of style is chosen.
  const start = useEffectEvent(() => {
    if (isNew) void classify(style.column);
  });
  useEffect(() => start(), []);
  return (
    <div className="flex flex-col gap-3">
      <FieldChoice
        label={t("column")}
        fields={shownFields(layer).filter(({ type }) => !isMoment(type))}
        profiles={profiles}
        value={style.column}
        disabled={isReading}
        onChoose={(column) => void classify(column)}
      />
      <PaletteChoice
        value={style.palette}
        colours={style.categories.map(({ colour }) => colour)}
        kinds={["qualitative", "sequential", "diverging"]}
        onChange={(palette) => {
          const colours = coloursFor(palette, style.categories.length, DEFAULT_HUES);
          const categories = style.categories.map((one, index) => ({ ...one, colour: colours[index] ?? one.colour }));
          onChange({ ...style, palette, categories }, "palette");
        }}
      />
      {error && <Alert tone="danger" title={error} isLive />}
      {isNew ? (
        <p className="text-ink-muted">{t(isReading ? "reading" : "noClass")}</p>
      ) : (
        <>
          <OrderChoice categories={style.categories} counts={counts} onChange={(sorted) => setCategories(sorted, "order")} />
          <CategoryList layer={layer} style={style} counts={counts} onChange={setCategories} />
          <OtherRow style={style} onChange={(part, about) => onChange({ ...style, ...part }, about)} />
        </>
      )}
      <Button className="self-start" disabled={isReading} onClick={() => void classify(style.column)}>
        {t("readValues")}
      </Button>
    </div>
  );
}

type Counts = ReadonlyMap<string, number>;

/** How often each value occurs. */
function useCounts(layerId: string, column: string): Counts {
  const api = useApi();
  const { data } = useQuery({ ...api.layers.values.queryOptions({ layerId, column }), enabled: column !== "", staleTime: 60_000 });
  return new Map(data?.values.map(({ value, count }) => [String(value), count]));
}

interface CategoryListProps extends Pick<StylePartProps<CategorisedStyle>, "layer" | "style"> {
  readonly counts: Counts;
  readonly onChange: (categories: Categories, about: string) => void;
}

function CategoryList({ layer, style, counts, onChange }: CategoryListProps) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const { categories } = style;
  return (
    <ul className="flex max-h-96 flex-col gap-1.5 overflow-y-auto p-1">
      {categories.map((category, index) => {
        const name = String(category.value);
        const count = counts.get(name);
        return (
          <li key={name} className="flex items-center gap-1.5">
            <ClassRow
              name={name}
              layer={layer}
              appearance={style.appearance}
              value={category}
              placeholder={name}
              onChange={(part, about) =>
                onChange(
                  categories.map((one, at) => (at === index ? { ...one, ...part } : one)),
                  `${about} ${name}`,
                )
              }
              onRemove={() =>
                onChange(
                  categories.filter((_, at) => at !== index),
                  `remove ${name}`,
                )
              }
            >
              <span className="w-16 shrink-0 leading-tight" title={name}>
                <span className="figures block truncate text-small">{name}</span>
                {count !== undefined && (
                  <span
                    className="figures block truncate text-ink-muted text-small"
                    title={t("count", { count, shown: formatNumber(locale, count) })}
                  >
                    {formatNumber(locale, count)}
                  </span>
                )}
              </span>
            </ClassRow>
          </li>
        );
      })}
    </ul>
  );
}

interface OrderChoiceProps {
  readonly categories: Categories;
  readonly counts: Counts;
  readonly onChange: (categories: Categories) => void;
}

/** The order of the legend. */
function OrderChoice({ categories, counts, onChange }: OrderChoiceProps) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const byValue = new Intl.Collator(locale, { numeric: true });
  const sorts = {
    frequency: () => categories.toSorted((a, b) => (counts.get(String(b.value)) ?? 0) - (counts.get(String(a.value)) ?? 0)),
    value: () => categories.toSorted((a, b) => byValue.compare(String(a.value), String(b.value))),
  };
  return (
    <Field label={t("sort")}>
      {(control) => (
        <Select
          {...control}
          value="asIs"
          options={(["asIs", "frequency", "value"] as const).map((value) => ({ value, label: t(`sorts.${value}`) }))}
          onChange={(event) => {
            if (event.target.value === "frequency" || event.target.value === "value") onChange(sorts[event.target.value]());
          }}
        />
      )}
    </Field>
  );
}
