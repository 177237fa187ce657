"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { daysAgo, momentsOf } from "./days.ts";
import { LayerChanges } from "./layer-changes.tsx";

/** A layer at two dates: how many features were added, changed and deleted, which ones, and where. */
export function CompareDates({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.history");
  const vectors = dataset.layers.filter(({ abilities }) => abilities.includes("revisions"));
  // Each merge makes a revision, so that the layer with the most revisions is the most edited. It is shown first.
  const latest = vectors.toSorted((a, b) => b.revision - a.revision)[0];
  const [layerId, setLayerId] = useState(latest?.id ?? "");
  const [from, setFrom] = useState(() => daysAgo(30));
  const [to, setTo] = useState(() => daysAgo(0));
  const layer = vectors.find(({ id }) => id === layerId);
  const moments = momentsOf(from, to);
  return (
    <section aria-labelledby="history-title" className="flex flex-col gap-4">
      <h2 id="history-title" className="text-title">
        {t("historyTitle")}
      </h2>
      {layer ? (
        <>
          <div className="flex flex-wrap items-end gap-3">
            {vectors.length > 1 && (
              <Field label={t("layer")} className="min-w-0 flex-1 basis-56 sm:max-w-80">
                {(control) => (
                  <Select
                    {...control}
                    value={layerId}
                    options={vectors.map(({ id, title }) => ({ value: id, label: title }))}
                    onChange={(event) => setLayerId(event.target.value)}
                  />
                )}
              </Field>
            )}
            <Field label={t("from")}>
              {(control) => <TextInput {...control} type="date" value={from} max={to} onChange={(event) => setFrom(event.target.value)} />}
            </Field>
            <Field label={t("to")} error={moments ? undefined : t("invalid")}>
              {(control) => <TextInput {...control} type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />}
            </Field>
          </div>
          {moments && <LayerChanges key={layer.id} layer={layer} from={moments.from} to={moments.to} />}
        </>
      ) : (
        <p className="text-ink-muted">{t("noLayer")}</p>
      )}
    </section>
  );
}
