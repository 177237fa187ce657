"use client";
import type { KeyDataset } from "@archipel/contracts/access.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import type { ChosenData } from "./key-limits.tsx";

interface DataChoiceProps {
  readonly value: readonly ChosenData[];
  readonly onChange: (value: readonly ChosenData[]) => void;
  readonly findDatasets: (text: string) => Promise<readonly KeyDataset[]>;
}

/** Datasets and layers, found by words of their titles. */
export function DataChoice({ value, onChange, findDatasets }: DataChoiceProps) {
  const t = useTranslations("access.limits");
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ["keys", "data", wanted],
    queryFn: () => findDatasets(wanted),
    enabled: wanted.length >= 2,
  });
  const toggle = (one: ChosenData) => (isChosen: boolean) => onChange(isChosen ? [...value, one] : value.filter(({ id }) => id !== one.id));
  const isChosen = (id: string) => value.some((one) => one.id === id);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">{t("data")}</legend>
      <p className="text-ink-muted text-small">{t("dataHint")}</p>
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {value.map((one) => (
            <li key={one.id}>
              <Button aria-label={t("remove", { title: one.title })} onClick={() => toggle(one)(false)}>
                {one.title}
                <span aria-hidden>×</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Field label={t("search")}>
        {(control) => (
          <TextInput
            {...control}
            type="search"
            maxLength={100}
            autoComplete="off"
            value={text}
            onChange={({ target }) => setText(target.value)}
            // Enter searches, it does not create the key.
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          />
        )}
      </Field>
      <div role="status">{found.data?.length === 0 && <p className="text-ink-muted text-small">{t("nothing")}</p>}</div>
      {found.data?.map(({ id, title, communityName, layers }) => (
        <fieldset key={id} className="border-line border-l-2 pl-3">
          <legend className="font-medium text-small">
            {title} <span className="text-ink-muted">{communityName}</span>
          </legend>
          <Checkbox
            label={t("whole")}
            checked={isChosen(id)}
            onChange={({ target }) => toggle({ kind: "dataset", id, title })(target.checked)}
          />
          {!isChosen(id) &&
            layers.map((layer) => (
              <Checkbox
                key={layer.id}
                label={layer.title}
                checked={isChosen(layer.id)}
                onChange={({ target }) => toggle({ kind: "layer", id: layer.id, title: layer.title })(target.checked)}
              />
            ))}
        </fieldset>
      ))}
    </fieldset>
  );
}
