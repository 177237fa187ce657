"use client";
import type { AlertArea, AlertGeometry } from "@archipel/contracts/alerts.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { AreaControl } from "../../../kit/maps/area-control.tsx";
import { pastedArea } from "../../../kit/maps/pasted-area.ts";
import { useSettled } from "../../../kit/use-settled.ts";
import { TextField } from "../fields/text-field.tsx";

interface AreaFieldsProps {
  readonly portal: Portal;
  readonly area: AlertArea;
  readonly onChange: (area: AlertArea) => void;
}

/** Where an alert applies. Each of the three ways keeps its input while another is chosen. */
export function AreaFields({ portal, area, onChange }: AreaFieldsProps) {
  const t = useTranslations("alerts.console.form");
  const [kind, setKind] = useState<AlertArea["kind"]>(area.kind);
  const [communes, setCommunes] = useState(area.kind === "communes" ? area.communes : []);
  const [drawn, setDrawn] = useState<Extract<AlertArea, { kind: "drawn" }> | null>(area.kind === "drawn" ? area : null);
  const choose = (next: AlertArea["kind"]) => {
    setKind(next);
    // What is not complete yet leaves the area as it is.
    if (next === "portal") onChange({ kind: "portal" });
    if (next === "communes" && communes.length > 0) onChange({ kind: "communes", communes });
    if (next === "drawn" && drawn) onChange(drawn);
  };
  return (
    <div className="flex flex-col gap-4">
      <RadioGroup
        legend={t("area")}
        name="area"
        value={kind}
        onValueChange={(value) => choose(value === "communes" || value === "drawn" ? value : "portal")}
        options={[
          { value: "portal", label: t("areaPortal") },
          { value: "communes", label: t("areaCommunes") },
          { value: "drawn", label: t("areaDrawn") },
        ]}
      />
      {kind === "communes" && (
        <Communes
          portalId={portal.id}
          communes={communes}
          onChange={(next) => {
            setCommunes(next);
            onChange(next.length > 0 ? { kind: "communes", communes: next } : { kind: "portal" });
          }}
        />
      )}
      {kind === "drawn" && (
        <Drawn
          portal={portal}
          drawn={drawn}
          onChange={(next) => {
            setDrawn(next);
            onChange(next ?? { kind: "portal" });
          }}
        />
      )}
    </div>
  );
}

type Commune = Extract<AlertArea, { kind: "communes" }>["communes"][number];

interface CommunesProps {
  readonly portalId: string;
  readonly communes: readonly Commune[];
  readonly onChange: (communes: Commune[]) => void;
}

/** Communes chosen by name: a list of buttons under the field, which the keyboard reaches in order. */
function Communes({ portalId, communes, onChange }: CommunesProps) {
  const t = useTranslations("alerts.console.form");
  const locale = useLocale() === "en" ? "en" : "fr";
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim(), 300);
  const found = useQuery(useApi().search.suggest.queryOptions({ portalId, q, locale, limit: 8 }, { enabled: q.length > 1 }));
  const results = (found.data?.groups ?? []).flatMap(({ kind, results: all }) => (kind === "commune" ? all : []));
  const offered = results.flatMap(({ label, commune }) => {
    const code = commune?.code;
    return code && !communes.some((one) => one.code === code) ? [{ code, name: label }] : [];
  });
  return (
    <div className="flex flex-col gap-3">
      {communes.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {communes.map(({ code, name }) => (
            <li key={code} className="inline-flex items-center gap-1 rounded-control bg-sunken pl-3">
              {name} <span className="figures text-ink-muted text-small">{code}</span>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("removeCommune", { name })}
                onClick={() => onChange(communes.filter((one) => one.code !== code))}
              >
                <X aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Field label={t("communes")} hint={t("communesHint")}>
        {(control) => (
          <TextInput {...control} autoComplete="off" maxLength={80} value={typed} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      {q.length > 1 && (
        <div role="status" className="flex flex-wrap gap-2">
          {offered.map((commune) => (
            <Button
              key={commune.code}
              onClick={() => {
                onChange([...communes, commune]);
                setTyped("");
              }}
            >
              <Plus aria-hidden className="size-4" />
              {t("addCommune", { name: commune.name })}
            </Button>
          ))}
          {found.isSuccess && offered.length === 0 && <span className="text-ink-muted">{t("noCommune")}</span>}
        </div>
      )}
    </div>
  );
}

interface DrawnProps {
  readonly portal: Portal;
  readonly drawn: Extract<AlertArea, { kind: "drawn" }> | null;
  readonly onChange: (area: Extract<AlertArea, { kind: "drawn" }> | null) => void;
}

const LARGEST_FILE = 5_000_000;

/** An area drawn on the map or read from a GeoJSON file. */
function Drawn({ portal, drawn, onChange }: DrawnProps) {
  const t = useTranslations("alerts.console.form");
  const [isUnreadable, setUnreadable] = useState(false);
  const [around] = useState<Bbox | null>(() => homeOf(portal, drawn));
  const put = (geometry: unknown) =>
    onChange(geometry ? { kind: "drawn", geometry: geometry as AlertGeometry, name: drawn?.name ?? {} } : null);
  const read = async (file: File | undefined) => {
    const area = file && file.size <= LARGEST_FILE ? pastedArea(await file.text()) : null;
    const geometry = area && "geometry" in area ? area.geometry : null;
    setUnreadable(file !== undefined && geometry === null);
    if (geometry) put(geometry);
  };
  return (
    <div className="flex flex-col gap-4">
      <AreaControl label={t("drawn")} value={drawn?.geometry ?? null} around={around} onChange={put} />
      <Field label={t("import")}>
        {(control) => (
          <input
            {...control}
            ref={hearEarly}
            type="file"
            accept=".geojson,.json,application/geo+json,application/json"
            className="block min-h-control w-full py-2"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        )}
      </Field>
      {isUnreadable && <Alert tone="danger" isLive title={t("importFailed")} />}
      {drawn && (
        <TextField
          label={t("areaName")}
          where="area.name"
          value={drawn.name}
          max={120}
          hint={t("areaNameHint")}
          onChange={(name) => onChange({ ...drawn, name })}
        />
      )}
    </div>
  );
}

/** What the map shows at first: the area, else a wide view around the portal's. */
function homeOf({ view: { lon, lat, zoom } }: Portal, drawn: DrawnProps["drawn"]): Bbox {
  const own = drawn && boundsOf([{ ...drawn.geometry }]);
  const half = 180 / 2 ** zoom;
  return (own as Bbox | null) ?? [lon - half, lat - half / 2, lon + half, lat + half / 2];
}
