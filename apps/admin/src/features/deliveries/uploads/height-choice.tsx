"use client";
import { HEIGHT_PRODUCTS } from "@archipel/contracts/elevation-models.ts";
import type { HeightChoices, Upload, UploadRaster } from "@archipel/contracts/uploads.ts";
import { datumOfSrid } from "@archipel/geo/heights/height-names.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useErrorText } from "../../../api/failure.ts";
import { useHeightChoices } from "./use-height-choices.ts";

interface HeightChoiceProps {
  readonly upload: Upload;
  readonly raster: UploadRaster;
  readonly lockedReason: string | undefined;
}

const PRODUCTS = [...HEIGHT_PRODUCTS, "none"] as const;

/** What the heights of a raster are, and whether it becomes a layer: a person may say otherwise. */
export function HeightChoice({ upload, raster, lockedReason }: HeightChoiceProps) {
  const t = useTranslations("admin.upload.heights");
  const te = useTranslations("elevation");
  const locale = useLocale();
  const errorText = useErrorText();
  const { choose, isPending, error } = useHeightChoices(upload);
  const { heights, heightChoices } = raster;
  if (!heights) return null;
  const others = upload.rasters.filter(({ path, heights: own }) => own && path !== raster.path).map(({ path }) => path);
  const [low, high] = heights.range ?? [];
  const shown = heightChoices.product ?? heights.product ?? "";
  const metres = (value: number) => formatNumber(locale, value, 1);
  const nameOf = (product: (typeof PRODUCTS)[number]) => (product === "none" ? t("none") : te(`products.${product}`));
  const datum = datumOfSrid(heights.verticalSrid);
  return (
    <section aria-label={t("label")} className="flex flex-col gap-3">
      {upload.status !== "published" && <p>{t(raster.becomesLayer ? "becomesLayer" : "staysDocument")}</p>}
      <Field label={t("product")}>
        {(control) => (
          <Select
            {...control}
            value={shown}
            disabled={isPending || lockedReason !== undefined}
            options={[
              ...(shown === "" ? [{ value: "", label: t("unsaid") }] : []),
              ...PRODUCTS.map((product) => ({ value: product, label: nameOf(product) })),
            ]}
            onChange={(event) => choose([raster.path], { product: event.target.value as NonNullable<HeightChoices["product"]> })}
          />
        )}
      </Field>
      {others.length > 0 && shown !== "" && (
        <div>
          <Button
            disabled={isPending}
            onClick={() => choose([raster.path, ...others], { product: shown })}
            {...(lockedReason && { disabledReason: lockedReason })}
          >
            {t("forAll", { count: others.length + 1 })}
          </Button>
        </div>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        {low !== undefined && high !== undefined && (
          <div className="contents">
            <dt className="text-ink-muted">{t("range")}</dt>
            <dd className="figures">{t("rangeValue", { low: metres(low), high: metres(high) })}</dd>
          </div>
        )}
        <div className="contents">
          <dt className="text-ink-muted">{t("datum")}</dt>
          <dd>{datum ?? t("datumUnknown")}</dd>
        </div>
        {heights.emptyShare !== null && (
          <div className="contents">
            <dt className="text-ink-muted">{t("empty")}</dt>
            <dd className="figures">{t("emptyValue", { percent: formatNumber(locale, 100 * heights.emptyShare, 1) })}</dd>
          </div>
        )}
        {heightChoices.nodata !== undefined && (
          <div className="contents">
            <dt className="text-ink-muted">{t("nodata")}</dt>
            <dd>
              <span className="figures">{String(heightChoices.nodata)}</span>{" "}
              <Button
                tone="quiet"
                disabled={isPending}
                onClick={() => choose([raster.path], { nodata: null })}
                {...(lockedReason && { disabledReason: lockedReason })}
              >
                {t("undo")}
              </Button>
            </dd>
          </div>
        )}
      </dl>
      {error && <Alert tone="danger" title={errorText(error)} isLive />}
    </section>
  );
}
