"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { CONFIDENCE_COLUMN, isByConfidence } from "@archipel/map-style/confidence.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { legendOf } from "@archipel/map-style/legend.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../kit/forms/use-leave-question.ts";
import { consoleLayerPalette } from "../../kit/maps/console-basemap.ts";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";
import { AppearanceFields } from "./appearance-fields.tsx";
import { CategorisedFields } from "./categorised-fields.tsx";
import { ClassList, GraduatedFields } from "./graduated-fields.tsx";
import { LabelFields } from "./label-fields.tsx";
import { Legend } from "./legend.tsx";
import { confidenceStops, FIRST_STOPS, numericFields, shownFields } from "./style-draft.ts";
import { StyleFiles } from "./style-files/style-files.tsx";

const MAP_HEIGHT = "h-96 lg:h-120";

const LayerMap = dynamic(() => import("./layer-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

const KINDS = ["auto", "simple", "categorised", "graduated", "confidence"] as const;
type Kind = (typeof KINDS)[number];

/** The unsaved changes; an absent part is as stored. */
interface StyleDraft {
  readonly title?: string;
  readonly style?: LayerStyle;
}
const NOTHING: StyleDraft = {};

/** Edits a layer's style. The map shows each change before it is saved. */
export function StyleEditor({ layer, isShown }: { readonly layer: LayerSummary; readonly isShown: boolean }) {
  const t = useTranslations("admin.layers");
  const locale = useLocale();
  const palette = consoleLayerPalette(useColourMode());
  const roleReason = useRoleReason()("manager");
  const [draft, setDraft] = useState<StyleDraft>(NOTHING);
  const { title = layer.title, style = layer.style } = draft;
  const setTitle = (changed: string) => setDraft({ ...draft, title: changed });
  const setStyle = (changed: LayerStyle) => setDraft({ ...draft, style: changed });
  const stated = resolveStyle({ ...layer, style }, palette, locale);
  const chosen: Kind = isByConfidence(style) ? "confidence" : style.kind;
  const choose = (kind: Kind) => {
    if (kind === chosen) return;
    if (kind === "confidence") setStyle(byConfidence(stated, (from, to) => t("confidenceClass", { from, to })));
    else setStyle(firstStyle(kind, layer, stated));
  };
  const disabled = roleReason !== undefined;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-[22rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-5">
        {roleReason && <Alert tone="info" title={roleReason} />}
        <fieldset disabled={disabled} className="contents">
          <Field label={t("title")}>
            {(control) => <TextInput {...control} value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />}
          </Field>
          <StyleFiles layer={layer} style={style} onStyle={setStyle} disabledReason={roleReason} />
          <RadioGroup
            legend={t("kind")}
            // The page has an editor for every layer of the dataset, so that the name needs the layer's id.
            name={`style-kind-${layer.id}`}
            value={chosen}
            onValueChange={(value) => choose(KINDS.find((kind) => kind === value) ?? "auto")}
            options={KINDS.map((kind) => {
              const isImpossible = kind === "graduated" && numericFields(layer).length === 0;
              return {
                value: kind,
                label: t(`kinds.${kind}`),
                hint: isImpossible ? t("noNumbers") : t(`kindHints.${kind}`),
                disabled: disabled || isImpossible,
              };
            })}
          />
          {style.kind === "categorised" && <CategorisedFields layer={layer} style={style} onChange={setStyle} />}
          {chosen === "confidence" && style.kind === "graduated" && (
            <>
              <p className="text-ink-muted text-small">{t("confidenceNote")}</p>
              <ClassList style={style} onChange={setStyle} />
            </>
          )}
          {chosen === "graduated" && style.kind === "graduated" && <GraduatedFields layer={layer} style={style} onChange={setStyle} />}
          {style.kind !== "auto" && (
            <>
              <AppearanceFields layer={layer} style={style} onChange={setStyle} />
              <LabelFields layer={layer} style={style} onChange={setStyle} />
            </>
          )}
        </fieldset>
        <SaveStyle layer={layer} title={title} style={style} onSaved={() => setDraft((now) => (now === draft ? NOTHING : now))} />
      </div>
      <div className="flex min-w-0 flex-col gap-3 xl:sticky xl:top-6 xl:self-start">
        {isShown && <LayerMap layer={layer} style={style} className={MAP_HEIGHT} />}
        <Legend items={legendOf(layer, stated, palette)} title={title} />
      </div>
    </div>
  );
}

interface SaveStyleProps {
  readonly layer: LayerSummary;
  readonly title: string;
  readonly style: LayerStyle;
  readonly onSaved: () => void;
}

function SaveStyle({ layer, title, style, onSaved }: SaveStyleProps) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const isSame = title === layer.title && JSON.stringify(style) === JSON.stringify(layer.style);
  useLeaveQuestion(!isSame);
  const reason =
    roleReason ??
    (title.trim() === ""
      ? t("admin.publish.titleMissing")
      : isSame
        ? t("admin.forms.unchanged")
        : incompleteReason(style, t("admin.layers.noClass")));
  const update = useMutation(
    api.layers.update.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("admin.forms.saved") });
        await queryClient.invalidateQueries(api.datasets.pathFilter());
      },
    }),
  );
  return (
    <>
      {update.error && <Alert tone="danger" title={errorText(update.error)} isLive />}
      <Button
        tone="primary"
        className="self-start"
        disabled={update.isPending}
        onClick={() => update.mutate({ communityId: community.id, layerId: layer.id, title: title.trim(), style }, { onSuccess: onSaved })}
        {...(reason && { disabledReason: reason })}
      >
        {t("common.actions.save")}
      </Button>
    </>
  );
}

function incompleteReason(style: LayerStyle, words: string): string | undefined {
  return style.kind === "categorised" && style.categories.length === 0 ? words : undefined;
}

function byConfidence(shown: Exclude<LayerStyle, { kind: "auto" }>, labelOf: (from: number, to: number) => string): LayerStyle {
  const { appearance = {}, label } = shown;
  return { kind: "graduated", column: CONFIDENCE_COLUMN, stops: confidenceStops(labelOf), appearance, ...(label && { label }) };
}

/** The first draft after the kind of style changes. It keeps the current colours and sizes. */
function firstStyle(kind: Exclude<Kind, "confidence">, layer: LayerSummary, shown: Exclude<LayerStyle, { kind: "auto" }>): LayerStyle {
  const appearance = shown.appearance ?? {};
  const label = shown.label && { label: shown.label };
  if (kind === "auto") return { kind };
  if (kind === "simple") return { kind, appearance, ...label };
  if (kind === "categorised") {
    if (shown.kind === "categorised") return shown;
    const fields = shownFields(layer);
    const column = fields.find(({ type }) => type === "text")?.column ?? fields[0]?.column ?? "";
    return { kind, column, categories: [], other: appearance.colour ?? "#8d979e", appearance, ...label };
  }
  const column = numericFields(layer)[0]?.column ?? "";
  return { kind, column, stops: FIRST_STOPS, appearance, ...label };
}
