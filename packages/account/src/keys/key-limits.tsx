"use client";
import type { KeyDataset, KeyService } from "@archipel/contracts/access.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { DataChoice } from "./data-choice.tsx";

/** What the form of a new key says about its limits; networks and origins as their lines. */
export interface LimitsDraft {
  readonly services: readonly KeyService[];
  readonly data: readonly ChosenData[];
  readonly networks: string;
  readonly origins: string;
}

export interface ChosenData {
  readonly kind: "dataset" | "layer";
  readonly id: string;
  readonly title: string;
}

export const NO_LIMITS: LimitsDraft = { services: [], data: [], networks: "", origins: "" };

/** The part of the input of a new key that its limits are. */
export function limitsOf<S extends KeyService>({ services, data, networks, origins }: LimitsDraft, known: readonly S[]) {
  const idsOf = (kind: ChosenData["kind"]) => data.flatMap((one) => (one.kind === kind ? [one.id] : []));
  return {
    services: known.filter((one) => services.includes(one)),
    datasetIds: idsOf("dataset"),
    layerIds: idsOf("layer"),
    networks: linesOf(networks),
    origins: linesOf(origins).map((line) => line.replace(/\/$/, "")),
  };
}

const linesOf = (text: string) => [...new Set(text.split(/[\s,;]+/).filter((line) => line !== ""))];

interface KeyLimitsProps {
  readonly value: LimitsDraft;
  readonly onChange: (value: LimitsDraft) => void;
  /** The services that such a key can open. */
  readonly services: readonly KeyService[];
  /** Datasets that the person may read, by words of their titles. */
  readonly findDatasets: (text: string) => Promise<readonly KeyDataset[]>;
}

/** What a new key is limited to. Closed at first: most keys have no limit. */
export function KeyLimits({ value, onChange, services, findDatasets }: KeyLimitsProps) {
  const t = useTranslations("access.limits");
  return (
    <details className="rounded-card border border-line px-4 py-3">
      <summary className="cursor-pointer font-medium">{t("title")}</summary>
      <div className="mt-3 flex flex-col gap-5">
        <p className="text-ink-muted text-small">{t("lead")}</p>
        <fieldset>
          <legend className="mb-1.5 font-medium">{t("services")}</legend>
          <p className="text-ink-muted text-small">{t("servicesHint")}</p>
          {services.map((service) => (
            <Checkbox
              key={service}
              label={t(`service.${service}`)}
              checked={value.services.includes(service)}
              onChange={({ target }) =>
                onChange({
                  ...value,
                  services: target.checked ? [...value.services, service] : value.services.filter((one) => one !== service),
                })
              }
            />
          ))}
        </fieldset>
        <DataChoice value={value.data} onChange={(data) => onChange({ ...value, data })} findDatasets={findDatasets} />
        {(["networks", "origins"] as const).map((name) => (
          <Field key={name} label={t(name)} hint={t(`${name}Hint`)}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                autoComplete="off"
                spellCheck={false}
                value={value[name]}
                onChange={({ target }) => onChange({ ...value, [name]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  );
}
