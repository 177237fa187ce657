"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { areaRoles, legendInRole } from "@archipel/map-style/area-roles.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import { MAX_GATHERED } from "@archipel/map-style/gathered.ts";
import { kindsFor, type StatedStyle } from "@archipel/map-style/layer-style.ts";
import { legendOf } from "@archipel/map-style/legend.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Redo2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { useRoleReason } from "../../kit/current-community.tsx";
import { consoleLayerPalette } from "../../kit/maps/console-basemap.ts";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";
import { Legend } from "./legend.tsx";
import { changesBetween, KINDS, type Kind, kindOf } from "./style/changes.ts";
import { byConfidence, firstStyle, numericFields } from "./style/first-style.ts";
import { KindChoice } from "./style/kind-choice.tsx";
import { PresetList } from "./style/preset-list.tsx";
import { SaveStyle } from "./style/save-style.tsx";
import { StyleParts } from "./style/style-parts.tsx";
import { useDraft } from "./style/use-draft.ts";
import { VisionView } from "./style/vision-view.tsx";
import { StyleFiles } from "./style-files/style-files.tsx";
import { useStyleFields } from "./use-layer-statistics.ts";

const MAP_HEIGHT = "h-72 sm:h-96 lg:h-120";

const LayerMap = dynamic(() => import("./layer-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

/** Edits a layer's style. The map shows each change before it is saved. */
export function StyleEditor({ layer, isShown }: { readonly layer: LayerSummary; readonly isShown: boolean }) {
  const t = useTranslations();
  const ts = useTranslations("layers.style");
  const locale = useLocale();
  const palette = consoleLayerPalette(useColourMode());
  const roleReason = useRoleReason()("manager");
  const profiles = useStyleFields(layer, roleReason === undefined && isShown);
  const history = useDraft(layer);
  const { title, style } = history.draft;
  const stated = resolveStyle({ ...layer, style }, palette, locale);
  const setStyle = (next: StatedStyle, about: string) => history.change({ style: next }, about);
  const chosen = kindOf(style);
  const choose = (kind: Kind) => {
    if (kind === chosen) return;
    const next =
      kind === "confidence"
        ? byConfidence(stated, (from, to) => t("admin.layers.confidenceClass", { from, to }))
        : firstStyle(kind, layer, stated, profiles);
    history.change({ style: next }, "kind");
  };
  const disabled = roleReason !== undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole editor, which its buttons offer too
    <div
      className="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-[26rem_minmax(0,1fr)]"
      onKeyDown={(event) => undoByKey(event, history)}
    >
      <div className="flex min-w-0 flex-col gap-5">
        {roleReason && <Alert tone="info" title={roleReason} />}
        {!disabled && <HistoryButtons history={history} />}
        <fieldset disabled={disabled} className="contents">
          <Field label={t("admin.layers.title")}>
            {(control) => (
              <TextInput
                {...control}
                value={title}
                maxLength={120}
                onChange={(event) => history.change({ title: event.target.value }, "title")}
              />
            )}
          </Field>
          <StyleFiles layer={layer} style={style} onStyle={(read) => history.change({ style: read }, "file")} disabledReason={roleReason} />
          {!disabled && isShown && <PresetList layer={layer} onUse={(preset) => history.change({ style: preset }, "preset")} />}
          <KindChoice
            // The page has an editor for every layer of the dataset, so that the name needs the layer's id.
            name={`style-kind-${layer.id}`}
            value={chosen}
            options={kindOptions(layer, (most) => ts("tooMany", { most: formatNumber(locale, most) }), ts("noNumbers"))}
            onChoose={choose}
          />
          {style.kind !== "auto" && <StyleParts key={chosen} layer={layer} style={style} profiles={profiles} onChange={setStyle} />}
        </fieldset>
        <SaveStyle
          layer={layer}
          draft={history.draft}
          onSaved={history.forget}
          onRevert={() => history.change({ title: layer.title, style: layer.style }, "revert")}
        />
      </div>
      <Preview layer={layer} draft={history.draft} isShown={isShown} />
    </div>
  );
}

interface PreviewProps {
  readonly layer: LayerSummary;
  readonly draft: ReturnType<typeof useDraft>["draft"];
  readonly isShown: boolean;
}

/** The draft on the map with its legend; the published style on demand, to compare. */
function Preview({ layer, draft, isShown }: PreviewProps) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const palette = consoleLayerPalette(useColourMode());
  const [isPublished, setPublished] = useState(false);
  const { title, style } = isPublished ? layer : draft;
  const isChanged = changesBetween(layer, draft).length > 0;
  const stated = resolveStyle({ ...layer, style }, palette, locale);
  const role = areaRoles([{ layer, style: stated }]).get(layer.id);
  const legend = legendInRole(legendOf(layer, stated, palette, locale), role, { style: stated, palette, opacity: 1 });
  return (
    <div className="flex min-w-0 flex-col gap-3 max-xl:order-first xl:sticky xl:top-6 xl:self-start">
      <VisionView legend={legend}>
        {isShown && <LayerMap layer={layer} style={style} className={MAP_HEIGHT} />}
        <Legend items={legend} title={title} />
      </VisionView>
      {(isChanged || isPublished) && <Switch label={t("showPublished")} checked={isPublished} onCheckedChange={setPublished} />}
    </div>
  );
}

function HistoryButtons({ history }: { readonly history: ReturnType<typeof useDraft> }) {
  const t = useTranslations("layers.style");
  return (
    <div className="flex gap-2">
      <Button onClick={history.undo} reasonAlign="start" {...(!history.canUndo && { disabledReason: t("nothingToUndo") })}>
        <Undo2 aria-hidden className="size-4" />
        {t("undo")}
      </Button>
      <Button onClick={history.redo} {...(!history.canRedo && { disabledReason: t("nothingToRedo") })}>
        <Redo2 aria-hidden className="size-4" />
        {t("redo")}
      </Button>
    </div>
  );
}

/** Ctrl+Z undoes, Ctrl+Shift+Z and Ctrl+Y redo. A text field undoes its own typing. */
function undoByKey(event: KeyboardEvent, { undo, redo }: ReturnType<typeof useDraft>): void {
  if (!event.ctrlKey && !event.metaKey) return;
  const key = event.key.toLowerCase();
  const isTyping = event.target instanceof HTMLInputElement && ["text", "number"].includes(event.target.type);
  if (isTyping || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) redo();
  else undo();
}

/** The kinds for the layer's shapes, and why one is not possible. */
function kindOptions(layer: LayerSummary, tooMany: (most: number) => string, noNumbers: string) {
  const fitting = kindsFor(layer.geometry);
  return KINDS.filter((kind) => kind === "confidence" || fitting.includes(kind)).map((kind) => {
    const isMeasured = kind === "graduated" || kind === "proportional";
    const isGathered = kind === "heat" || kind === "clusters";
    const impossible =
      isMeasured && numericFields(layer).length === 0
        ? noNumbers
        : isGathered && layer.featureCount > MAX_GATHERED
          ? tooMany(MAX_GATHERED)
          : undefined;
    return { kind, impossible };
  });
}
