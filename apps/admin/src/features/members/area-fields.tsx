"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { DrawTools } from "./draw-tools.tsx";
import { TerritoryFeatures } from "./territory-features.tsx";
import type { TerritoryDraft } from "./use-territory-draft.ts";

const AreasMap = dynamic(() => import("../../kit/maps/areas-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

interface AreaFieldsProps {
  readonly draft: TerritoryDraft;
  readonly mapLabel: string;
  readonly error?: string | undefined;
}

/** An area: drawn on the map, taken from features of a layer, or pasted. What the map shows is what will be saved. */
export function AreaFields({ draft, mapLabel, error }: AreaFieldsProps) {
  const t = useTranslations("admin.members.territory");
  const { way } = draft;
  return (
    <div className="grid gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        <Tabs
          label={t("ways.label")}
          value={way}
          onValueChange={draft.setWay}
          tabs={[
            {
              value: "draw",
              label: t("ways.draw"),
              content: (
                <DrawTools
                  count={draft.areas.length}
                  tool={draft.tool}
                  isActive={draft.active !== null}
                  onTool={draft.chooseTool}
                  onRemove={draft.removeActive}
                  onClear={draft.clear}
                />
              ),
            },
            {
              value: "features",
              label: t("ways.features"),
              content: <TerritoryFeatures picked={draft.picked} onPick={draft.setPicked} />,
            },
            {
              value: "paste",
              label: t("ways.paste"),
              content: (
                <Field label={t("paste")} hint={t("pasteHint")} error={draft.isUnreadable ? t("unreadable") : undefined}>
                  {(control) => (
                    <TextArea
                      {...control}
                      rows={6}
                      spellCheck={false}
                      value={draft.text}
                      onChange={(event) => draft.setText(event.target.value)}
                    />
                  )}
                </Field>
              ),
            },
          ]}
        />
        {error && <Alert tone="danger" title={error} isLive />}
      </div>
      <AreasMap
        label={mapLabel}
        areas={draft.shown}
        bounds={way === "draw" || draft.shown.length === 0 ? draft.home : undefined}
        editing={
          way === "draw"
            ? {
                tool: draft.tool,
                activeIndex: draft.active,
                faultLabel: t("fault"),
                onDrawn: draft.addArea,
                onReshaped: draft.reshape,
                onSelected: draft.setActive,
              }
            : undefined
        }
        className="h-64 max-lg:order-first lg:h-[60dvh]"
      />
    </div>
  );
}
