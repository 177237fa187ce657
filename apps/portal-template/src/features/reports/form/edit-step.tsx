"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { type Change, opened, snapshotOf, withCell, withGeometry } from "@archipel/map/edit/draft.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { PencilLine, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { AttributeForm } from "../../contributions/attribute-form.tsx";
import { geometryOf } from "../../contributions/draft-sync.ts";
import { useDrawing } from "../../contributions/use-drawing.ts";

interface EditStepProps {
  readonly feature: FeatureRef;
  readonly layer: PortalLayer;
  readonly right: LayerRight;
  readonly change: Change | null;
  readonly map: { readonly handle: MapHandle; readonly colours: EditColours };
  readonly reshaping: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void };
  readonly onChange: (change: (before: Change | null) => Change | null) => void;
}

/** The edit that the report proposes: the fields of the feature and its shape. The visitor may leave everything unchanged. */
export function EditStep({ feature, layer, right, change, map, reshaping, onChange }: EditStepProps) {
  const t = useTranslations("reports.edit");
  const common = useTranslations("common.actions");
  const client = useApiClient();
  const [isFailed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  const { layerId, fid } = feature;
  const isThere = change !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round tries again
  useEffect(() => {
    if (isThere) return;
    let isStale = false;
    setFailed(false);
    client.features.get.query({ layerId, fid }).then(
      ({ version, label, properties, geometry }) => {
        const all = opened({}, { layerId, fid, version, label, values: properties, geometry: geometryOf(geometry) });
        if (!isStale) onChange(() => Object.values(all)[0] ?? null);
      },
      () => !isStale && setFailed(true),
    );
    return () => {
      isStale = true;
    };
  }, [client, layerId, fid, isThere, round]);
  if (isFailed) {
    return (
      <Alert
        tone="warning"
        isLive
        title={t("failed")}
        repair={t("failedRepair")}
        action={<Button onClick={() => setRound(round + 1)}>{common("retry")}</Button>}
      />
    );
  }
  if (!change) return <Skeleton className="h-40 w-full" />;
  const isDrawable = piecesOf(snapshotOf(change).geometry).length > 0;
  if (reshaping.isOn) {
    return (
      <div className="flex items-center gap-3">
        <Reshape change={change} map={map} onChange={onChange} />
        <p aria-live="polite" className="flex-1 text-small">
          {t("reshapeHint")}
        </p>
        <Button tone="primary" onClick={() => reshaping.onChange(false)}>
          {t("reshaped")}
        </Button>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <p className="text-ink-muted">{t("hint")}</p>
      {isDrawable && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => reshaping.onChange(true)}>
            <PencilLine aria-hidden className="size-5" />
            {t("reshape")}
          </Button>
          {change.geometry && (
            <Button tone="quiet" onClick={() => onChange((before) => before && { ...before, geometry: undefined })}>
              <Undo2 aria-hidden className="size-5" />
              {t("restore")}
            </Button>
          )}
        </div>
      )}
      <AttributeForm
        change={change}
        fields={layer.fields}
        lockedColumns={right.lockedColumns}
        onWrong={(column, text) => onChange((before) => before && withCell(before, column, { wrong: text }))}
        onValue={(column, value) => onChange((before) => before && withCell(before, column, { value }))}
      />
    </div>
  );
}

interface ReshapeProps extends Pick<EditStepProps, "map" | "onChange"> {
  readonly change: Change;
}

/** Handles on the shape of the feature, as in the editor. */
function Reshape({ change, map: { handle, colours }, onChange }: ReshapeProps) {
  const t = useTranslations("contributions.fault");
  const draft = useMemo(() => ({ [change.key]: change }), [change]);
  useDrawing({
    handle,
    draft,
    activeKey: change.key,
    tool: "select",
    isSnapping: true,
    colours,
    faultLabel: t("mark"),
    onReshaped: (key, geometry) => onChange((before) => before && (withGeometry({ [key]: before }, key, geometry)[key] ?? before)),
    onDrawn: () => undefined,
    onSelected: () => undefined,
    onEnd: () => undefined,
    onFaults: () => undefined,
  });
  return null;
}
