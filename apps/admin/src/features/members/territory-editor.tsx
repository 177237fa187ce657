"use client";
import type { Member, TerritorySource } from "@archipel/contracts/members.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { unionAll } from "@archipel/geo/bbox.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useQueries, useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { MousePointer2, PenTool, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { areaOf, polygonsOf } from "../../kit/maps/areas-overlay.ts";
import { pastedArea } from "./pasted-area.ts";
import { type PickedFeatures, TerritoryFeatures } from "./territory-features.tsx";

const AreasMap = dynamic(() => import("../../kit/maps/areas-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

interface TerritoryEditorProps {
  readonly member: Member;
  readonly current: Readonly<Record<string, unknown>> | null;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onSave: (source: TerritorySource) => void;
  readonly onClose: () => void;
}

type Way = "draw" | "features" | "paste";
const WAYS: readonly Way[] = ["draw", "features", "paste"];

/**
 * A territory: drawn on the map, taken from features of a layer, or pasted. What the map shows is what will be saved.
 * Over 100 lines: its three ways share the areas, the active one and the map.
 */
export function TerritoryEditor({ member, current, isPending, error, onSave, onClose }: TerritoryEditorProps) {
  const t = useTranslations("admin.members.territory");
  const tc = useTranslations("common.actions");
  const [way, setWay] = useState<Way>("draw");
  const [start] = useState(() => (current ? polygonsOf(current) : []));
  const home = useHome(start);
  const [areas, setAreas] = useState<readonly Geometry[]>(start);
  const [tool, setTool] = useState<"select" | "polygon">(start.length > 0 ? "select" : "polygon");
  const [active, setActive] = useState<number | null>(null);
  const [picked, setPicked] = useState<PickedFeatures | null>(null);
  const [text, setText] = useState("");
  const outlines = useOutlines(picked);
  const pasted = pastedArea(text);
  const pastedShape = pasted && "geometry" in pasted ? polygonsOf(pasted.geometry) : [];
  const shown = { draw: areas, features: outlines, paste: pastedShape }[way];
  const source: TerritorySource | null =
    way === "features"
      ? picked && { features: { layerId: picked.layerId, fids: [...picked.fids] } }
      : way === "paste"
        ? pasted
        : areas.length > 0
          ? { geometry: areaOf(areas) }
          : null;
  const missing = source ? undefined : t(`missing.${way}`);
  return (
    <Dialog
      placement="wide"
      title={t("editorTitle", { name: member.name })}
      description={t("editorText")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button
            tone="primary"
            aria-busy={isPending}
            onClick={() => source && !isPending && onSave(source)}
            {...(missing && { disabledReason: missing })}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="grid gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Tabs
            label={t("ways.label")}
            value={way}
            onValueChange={(value) => setWay(WAYS.find((one) => one === value) ?? way)}
            tabs={[
              {
                value: "draw",
                label: t("ways.draw"),
                content: (
                  <DrawTools
                    count={areas.length}
                    tool={tool}
                    isActive={active !== null}
                    onTool={(next) => {
                      setTool(next);
                      setActive(null);
                    }}
                    onRemove={() => {
                      setAreas(areas.filter((_, index) => index !== active));
                      setActive(null);
                    }}
                    onClear={() => {
                      setAreas([]);
                      setActive(null);
                      setTool("polygon");
                    }}
                  />
                ),
              },
              { value: "features", label: t("ways.features"), content: <TerritoryFeatures picked={picked} onPick={setPicked} /> },
              {
                value: "paste",
                label: t("ways.paste"),
                content: (
                  <Field label={t("paste")} hint={t("pasteHint")} error={text.trim() !== "" && !pasted ? t("unreadable") : undefined}>
                    {(control) => (
                      <TextArea {...control} rows={6} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
                    )}
                  </Field>
                ),
              },
            ]}
          />
          {error && <Alert tone="danger" title={error} isLive />}
        </div>
        <AreasMap
          label={t("map", { name: member.name })}
          areas={shown}
          bounds={way === "draw" || shown.length === 0 ? home : undefined}
          editing={
            way === "draw"
              ? {
                  tool,
                  activeIndex: active,
                  faultLabel: t("fault"),
                  onDrawn: (area) => setAreas((last) => [...last, area]),
                  onReshaped: (index, area) => setAreas((last) => last.map((one, at) => (at === index ? area : one))),
                  onSelected: setActive,
                }
              : undefined
          }
          className="h-64 max-lg:order-first lg:h-[60dvh]"
        />
      </div>
    </Dialog>
  );
}

const PRESSED = "aria-pressed:border-accent! aria-pressed:bg-accent-soft! aria-pressed:text-accent-ink!";

interface DrawToolsProps {
  readonly count: number;
  readonly tool: "select" | "polygon";
  readonly isActive: boolean;
  readonly onTool: (tool: "select" | "polygon") => void;
  readonly onRemove: () => void;
  readonly onClear: () => void;
}

function DrawTools({ count, tool, isActive, onTool, onRemove, onClear }: DrawToolsProps) {
  const t = useTranslations("admin.members.territory.draw");
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-muted">{t(tool === "polygon" ? "howToDraw" : "howToChange")}</p>
      <div className="flex flex-wrap gap-2">
        <Button aria-pressed={tool === "polygon"} className={PRESSED} onClick={() => onTool("polygon")}>
          <PenTool aria-hidden className="size-4" />
          {t("polygon")}
        </Button>
        <Button
          aria-pressed={tool === "select"}
          className={PRESSED}
          onClick={() => onTool("select")}
          {...(count === 0 && { disabledReason: t("nothingDrawn") })}
        >
          <MousePointer2 aria-hidden className="size-4" />
          {t("select")}
        </Button>
      </div>
      <p role="status" className="figures">
        {t("count", { count })}
      </p>
      {count > 0 && (
        <div className="flex flex-wrap gap-2">
          {isActive && (
            <Button onClick={onRemove}>
              <Trash2 aria-hidden className="size-4" />
              {t("remove")}
            </Button>
          )}
          <Button tone="quiet" onClick={onClear}>
            {t("clear")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What the map frames at first: the territory as it is, else where the community has data. */
function useHome(start: readonly Geometry[]): Bbox | null {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const datasets = useQuery(api.datasets.list.queryOptions({ communityId, limit: 100 })).data?.items ?? [];
  const own = boundsOf(start.map((area) => ({ ...area })));
  return own ?? unionAll(datasets.flatMap(({ bbox }) => (bbox ? [bbox] : [])));
}

/** The outlines of picked features, as far as they have come. */
function useOutlines(picked: PickedFeatures | null): readonly Geometry[] {
  const api = useApi();
  const answers = useQueries({
    queries: (picked?.fids ?? []).map((fid) => api.features.get.queryOptions({ layerId: picked?.layerId ?? "", fid })),
  });
  return answers.flatMap(({ data }) => (data?.geometry ? polygonsOf(data.geometry) : []));
}
