"use client";
import type { Member, TerritorySource } from "@archipel/contracts/members.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { DrawTools } from "./draw-tools.tsx";
import { TerritoryFeatures } from "./territory-features.tsx";
import { useTerritoryDraft } from "./use-territory-draft.ts";

const AreasMap = dynamic(() => import("../../kit/maps/areas-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

interface TerritoryEditorProps {
  readonly member: Member;
  readonly current: Readonly<Record<string, unknown>> | null;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onSave: (source: TerritorySource) => void;
  readonly onClose: () => void;
}

/** A territory: drawn on the map, taken from features of a layer, or pasted. What the map shows is what will be saved. */
export function TerritoryEditor({ member, current, isPending, error, onSave, onClose }: TerritoryEditorProps) {
  const t = useTranslations("admin.members.territory");
  const tc = useTranslations("common.actions");
  const draft = useTerritoryDraft(current);
  const { way, source } = draft;
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
          label={t("map", { name: member.name })}
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
    </Dialog>
  );
}
