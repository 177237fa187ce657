import {
  EXTRACT_FORMATS,
  EXTRACT_INTERVALS,
  EXTRACT_MODELS,
  EXTRACT_RESOLUTIONS,
  type ExtractArea,
} from "@archipel/contracts/cloud-extracts.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { PackageOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { FailureAlert } from "../../site/failure-alert.tsx";
import { useClassName } from "../class-name.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { ExtractProgress } from "./extract-progress.tsx";
import { TakeCount } from "./take-count.tsx";
import { useEstimate } from "./use-estimate.ts";
import { useExtract } from "./use-extract.ts";
import { type TakeChoice, useTakeChoice } from "./use-take-choice.ts";

interface TakeFormProps {
  readonly cloud: Pick<OpenedCloud, "layerId" | "classes">;
  readonly portalId: string;
  readonly locale: Locale;
  readonly area: ExtractArea | null;
  /** What to do when there is no area yet. */
  readonly hint: string;
  /** The fields that choose the area. */
  readonly children: ReactNode;
}

/** What is taken of an area, how much that is, and how far it is. */
export function TakeForm({ cloud, portalId, locale, area, hint, children }: TakeFormProps) {
  const t = useTranslations("cloud-extracts.form");
  const { layerId } = cloud;
  const [choice, change] = useTakeChoice();
  const { format, classes, spacing, models, grids, resolution, interval } = choice;
  const { estimated, isAsking } = useEstimate({ layerId, area, classes, spacing });
  const { named, state, error, isSending, request, end } = useExtract(layerId);
  const [isTried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const isFollowing = named !== null && state !== null;
  const wasPressed = useRef(false);
  // The button with the focus is gone.
  useEffect(() => {
    if (!wasPressed.current) return;
    if (isFollowing) heading.current?.focus();
    else form.current?.querySelector("select")?.focus();
  }, [isFollowing]);

  const again = () => {
    wasPressed.current = true;
    setTried(false);
    void end();
  };
  if (named && state) return <ExtractProgress {...{ named, state, locale, heading }} onEnd={again} />;
  const refusal = estimated?.estimate?.refusal ?? null;
  const isEmpty = format === null && models.length === 0;
  const submit = () => {
    setTried(true);
    if (!area || isEmpty || refusal || estimated?.error || isSending) return;
    wasPressed.current = true;
    void request({
      layerId,
      area,
      classes: classes && [...classes],
      spacing,
      format,
      models: [...models],
      grids: [...grids],
      resolution,
      interval,
      locale,
      portalId,
    });
  };
  return (
    <form
      ref={form}
      method="dialog"
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <TakeCount {...{ estimated: area ? estimated : null, isAsking, format, locale }} hint={hint} isTried={isTried} />
      <PointFields {...{ cloud, choice, locale }} onChange={change} />
      <ModelFields {...{ choice, locale }} resolutions={estimated?.estimate?.resolutions ?? EXTRACT_RESOLUTIONS} onChange={change} />
      {isTried && isEmpty && (
        <p role="alert" className="text-danger text-small">
          {t("nothing")}
        </p>
      )}
      {error !== null && <FailureAlert error={error} />}
      <Button type="submit" tone="primary" aria-busy={isSending} {...(refusal && { disabledReason: t("tooLarge") })}>
        <PackageOpen aria-hidden className="size-5" />
        {t("prepare")}
      </Button>
    </form>
  );
}

interface PartProps {
  readonly choice: TakeChoice;
  readonly locale: Locale;
  readonly onChange: (change: Partial<TakeChoice>) => void;
}

/** The kind of file, the classes and the spacing of the points. */
function PointFields({ cloud, choice, locale, onChange }: PartProps & { readonly cloud: Pick<OpenedCloud, "classes"> }) {
  const t = useTranslations("cloud-extracts.form");
  const nameOf = useClassName();
  const { format, classes, spacing } = choice;
  const all = cloud.classes.map(([code]) => code);
  const chosen = classes ?? all;
  const toggle = (code: number, isOn: boolean) => {
    const next = all.filter((one) => (one === code ? isOn : chosen.includes(one)));
    onChange({ classes: next.length === all.length ? null : next.length === 0 ? chosen : next });
  };
  return (
    <>
      <Field label={t("format")}>
        {(control) => (
          <Select
            {...control}
            value={format ?? "none"}
            options={[...EXTRACT_FORMATS, "none" as const].map((value) => ({ value, label: t(`formats.${value}`) }))}
            onChange={({ target: { value } }) => onChange({ format: EXTRACT_FORMATS.find((one) => one === value) ?? null })}
          />
        )}
      </Field>
      {format !== null && (
        <>
          <Field label={t("spacing")}>
            {(control) => (
              <Select
                {...control}
                value={spacing === null ? "all" : String(spacing)}
                options={[
                  { value: "all", label: t("spacings.all") },
                  ...[0.25, 0.5, 1, 2, 5].map((metres) => ({
                    value: String(metres),
                    label: t("spacings.metres", { metres: formatNumber(locale, metres) }),
                  })),
                ]}
                onChange={({ target: { value } }) => onChange({ spacing: value === "all" ? null : Number(value) })}
              />
            )}
          </Field>
          <details className="rounded-control border border-line px-3">
            <summary className="min-h-10 cursor-pointer py-2 font-medium">
              {classes === null ? t("allClasses") : t("someClasses", { count: chosen.length, all: all.length })}
            </summary>
            <fieldset className="pb-2">
              <legend className="sr-only">{t("classes")}</legend>
              {all.map((code) => (
                <Checkbox
                  key={code}
                  label={nameOf(code)}
                  checked={chosen.includes(code)}
                  disabled={chosen.length === 1 && chosen[0] === code}
                  onChange={({ target }) => toggle(code, target.checked)}
                />
              ))}
            </fieldset>
          </details>
        </>
      )}
    </>
  );
}

/** Models of heights, and how fine they are. */
function ModelFields({ choice, locale, resolutions, onChange }: PartProps & { readonly resolutions: readonly number[] }) {
  const t = useTranslations("cloud-extracts.form");
  const { models, grids, resolution, interval } = choice;
  const metres = (value: number) => t("metres", { value: formatNumber(locale, value) });
  return (
    <details className="rounded-control border border-line px-3" open={models.length > 0 || undefined}>
      <summary className="min-h-10 cursor-pointer py-2 font-medium">
        {models.length === 0 ? t("noModels") : t("someModels", { count: models.length })}
      </summary>
      <div className="grid gap-3 pb-3">
        <fieldset>
          <legend className="sr-only">{t("models")}</legend>
          {EXTRACT_MODELS.map((model) => (
            <Checkbox
              key={model}
              label={t(`modelNames.${model}`)}
              hint={t(`modelHints.${model}`)}
              checked={models.includes(model)}
              onChange={({ target }) =>
                onChange({ models: EXTRACT_MODELS.filter((one) => (one === model ? target.checked : models.includes(one))) })
              }
            />
          ))}
        </fieldset>
        {models.length > 0 && (
          <>
            <Field label={t("resolution")}>
              {(control) => (
                <Select
                  {...control}
                  value={String(resolution)}
                  options={EXTRACT_RESOLUTIONS.map((value) => ({
                    value: String(value),
                    label: metres(value),
                    disabled: !resolutions.includes(value),
                  }))}
                  onChange={({ target: { value } }) => onChange({ resolution: Number(value) })}
                />
              )}
            </Field>
            {models.includes("contours") && (
              <Field label={t("interval")}>
                {(control) => (
                  <Select
                    {...control}
                    value={String(interval)}
                    options={EXTRACT_INTERVALS.map((value) => ({ value: String(value), label: metres(value) }))}
                    onChange={({ target: { value } }) => onChange({ interval: Number(value) })}
                  />
                )}
              </Field>
            )}
            <Checkbox
              label={t("ascii")}
              hint={t("asciiHint")}
              checked={grids.includes("asc")}
              onChange={({ target }) => onChange({ grids: target.checked ? ["tif", "asc"] : ["tif"] })}
            />
          </>
        )}
      </div>
    </details>
  );
}
