"use client";
import { answerCoverage } from "@archipel/contracts/answers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field, FieldError } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import type { Geometry } from "geojson";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { DeclaredDraft } from "./declared-draft.ts";
import type { DeclaredPartProps } from "./role-fields.tsx";

const AreasMap = dynamic(() => import("../../../kit/maps/areas-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-72" /> });

const KINDS = ["undeclared", "everywhere", "communes", "area"] as const;

/** Where a layer is complete: only there may an answer say "not concerned". */
export function CoverageFields({ draft, faults, onChange }: DeclaredPartProps) {
  const t = useTranslations("admin.answers.declare");
  const name = useId();
  const { coverage, communes } = draft;
  return (
    <>
      <RadioGroup
        legend={<span className="font-normal text-ink-muted">{t("coverageHint")}</span>}
        name={name}
        value={coverage}
        onValueChange={(value) => onChange({ coverage: KINDS.find((kind) => kind === value) ?? "undeclared" })}
        options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`), hint: t(`kindHints.${value}`) }))}
      />
      {coverage === "communes" && (
        <Field label={t("communes")} hint={t("communesHint")} error={faults.includes("communes") ? t("faults.communes") : undefined}>
          {(control) => <TextArea {...control} rows={3} value={communes} onChange={({ target }) => onChange({ communes: target.value })} />}
        </Field>
      )}
      {coverage === "area" && <AreaField draft={draft} faults={faults} onChange={onChange} />}
    </>
  );
}

function AreaField({ draft: { area }, faults, onChange }: DeclaredPartProps) {
  const t = useTranslations("admin.answers.declare");
  const [typed, setTyped] = useState<string | null>(null);
  const polygon: Geometry | null = area && { type: "Polygon", coordinates: area.map((ring) => ring.map(([lon, lat]) => [lon, lat])) };
  const draw = (geometry: Geometry) => {
    setTyped(null);
    onChange({ area: ringsIn(geometry) });
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="text-small">{t(area ? "areaDrawn" : "areaHint")}</p>
      <AreasMap
        label={t("kinds.area")}
        areas={polygon ? [polygon] : []}
        className="h-72"
        editing={{
          tool: area ? ("select" as const) : ("polygon" as const),
          activeIndex: area ? 0 : null,
          faultLabel: t("faults.area"),
          onDrawn: draw,
          onReshaped: (_index: number, geometry: Geometry) => draw(geometry),
          onSelected: () => undefined,
        }}
      />
      {faults.includes("area") && <FieldError>{t("faults.area")}</FieldError>}
      {area && (
        <Button className="self-start" onClick={() => onChange({ area: null })}>
          {t("areaAgain")}
        </Button>
      )}
      <details>
        <summary className="min-h-8 cursor-pointer content-center">{t("areaByText")}</summary>
        <Field label={t("areaText")} hint={t("areaTextHint")}>
          {(control) => (
            <TextArea
              {...control}
              rows={4}
              className="font-mono text-small"
              value={typed ?? (polygon ? JSON.stringify(polygon) : "")}
              onChange={({ target }) => {
                setTyped(target.value);
                onChange({ area: areaIn(target.value) });
              }}
            />
          )}
        </Field>
      </details>
    </div>
  );
}

type Area = DeclaredDraft["area"];

function ringsIn(geometry: Geometry): Area {
  if (geometry.type !== "Polygon") return null;
  return geometry.coordinates.map((ring) => ring.map(([lon = 0, lat = 0]) => [rounded(lon), rounded(lat)] as const));
}

const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

/** A polygon written as GeoJSON; null while it is not one. */
function areaIn(text: string): Area {
  try {
    const { data } = answerCoverage.safeParse({ kind: "area", geometry: JSON.parse(text) });
    return data?.kind === "area" ? data.geometry.coordinates : null;
  } catch {
    return null;
  }
}
