import { ruleFault } from "@archipel/contracts/field-check.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { type Change, closed, joined, snapshotOf } from "@archipel/map/edit/draft.ts";
import { mergedGeometry } from "@archipel/map/edit/merge.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import type { Geometry } from "geojson";
import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import type { OpenDraft } from "../use-draft.ts";

interface Wanted {
  readonly draft: OpenDraft;
  readonly layers: readonly PortalLayer[];
  readonly lockedColumnsOf: (layerId: string) => readonly string[];
  readonly labelOf: (change: Change) => string;
}

/** A field in which the chosen features differ, with the value of each. */
export interface Difference {
  readonly field: LayerField;
  readonly options: readonly { readonly key: string; readonly label: string; readonly value: AttributeValue }[];
  /** The feature whose value is kept. */
  readonly from: string;
}

const partsOf = (geometry: Geometry) => new Set(piecesOf(geometry).map(({ part }) => part)).size;

/** The features to merge, the one that is kept, and the values that it takes from each. Long because all of it derives from one choice. */
export function useMerging({ draft, layers, lockedColumnsOf, labelOf }: Wanted) {
  const t = useTranslations("contributions.merge");
  const [keys, setKeys] = useState<readonly string[]>([]);
  const [keptKey, setKept] = useState<string | null>(null);
  const [from, setFrom] = useState<Readonly<Record<string, string>>>({});
  /** The person clicked a feature that cannot be merged with the chosen ones. */
  const [isOtherLayer, setOtherLayer] = useState(false);
  const openedHere = useRef(new Set<string>());

  const chosen = useMemo(
    () =>
      keys.flatMap((key) => {
        const change = draft.draft[key];
        return change && change.operation !== "delete" ? [change] : [];
      }),
    [keys, draft.draft],
  );
  const kept = chosen.find(({ key }) => key === keptKey) ?? chosen[0];
  const layer = layers.find(({ id }) => id === kept?.layerId);
  const takesParts = layer?.takesParts ?? false;
  // The kept feature comes first: the union keeps its vertices and its geometry type.
  const ordered = useMemo(() => (kept ? [kept, ...chosen.filter((change) => change !== kept)] : []), [chosen, kept]);
  const result = useMemo(
    () =>
      ordered.length > 1
        ? mergedGeometry(
            ordered.flatMap((change) => snapshotOf(change).geometry ?? []),
            takesParts,
          )
        : null,
    [ordered, takesParts],
  );

  const locked = lockedColumnsOf(kept?.layerId ?? "");
  const differences: Difference[] = (layer?.fields ?? []).flatMap((field) => {
    if (field.isHidden || locked.includes(field.column) || !kept) return [];
    const said = ordered.map((change) => ({
      key: change.key,
      label: labelOf(change),
      value: snapshotOf(change).values[field.column] ?? null,
    }));
    const options = said.filter(
      ({ key, value }, index) =>
        said.findIndex((one) => one.value === value) === index && (key === kept.key || ruleFault(field, value) === null),
    );
    const stays = from[field.column] ?? kept.key;
    return options.length > 1 ? [{ field, options, from: options.some(({ key }) => key === stays) ? stays : kept.key }] : [];
  });

  return {
    keys: chosen.map(({ key }) => key),
    chosen,
    kept,
    layerId: kept?.layerId,
    differences,
    /** The number of separate parts of the union. */
    parts: result && "geometry" in result ? partsOf(result.geometry) : 0,
    refusal:
      result && "refusal" in result
        ? result.refusal === "apart"
          ? (`apart-${layer?.geometry === "point" || layer?.geometry === "line" ? layer.geometry : "polygon"}` as const)
          : result.refusal
        : isOtherLayer
          ? ("other-layer" as const)
          : null,
    begin(key: string | null) {
      openedHere.current.clear();
      setKeys(key === null ? [] : [key]);
      setKept(null);
      setFrom({});
      setOtherLayer(false);
    },
    /** Adds a feature of the draft to the choice, or removes it. */
    toggle(key: string, isOpenedForThis = false) {
      if (isOpenedForThis) openedHere.current.add(key);
      setOtherLayer(false);
      setKeys((now) => (now.includes(key) ? now.filter((one) => one !== key) : [...now, key]));
      if (keys.includes(key) && openedHere.current.delete(key)) draft.open((now) => closed(now, [key]));
    },
    refuse: () => setOtherLayer(true),
    keep: setKept,
    takeFrom: (column: string, key: string) => setFrom((now) => ({ ...now, [column]: key })),
    /** Closes the features that were only opened for the choice. */
    end() {
      const left = [...openedHere.current];
      openedHere.current.clear();
      setKeys([]);
      if (left.length > 0) draft.open((now) => closed(now, left));
    },
    /** Merges in one step of undo. Returns the key of the kept feature. */
    merge(): string | null {
      if (!kept || !result || "refusal" in result) return null;
      const { geometry } = result;
      const values = Object.fromEntries(
        differences.map(({ field, options, from: key }) => [field.column, options.find((one) => one.key === key)?.value ?? null]),
      );
      const reason = t("reason", { label: labelOf(kept).slice(0, 200) });
      const goes = { keys: ordered.slice(1).map(({ key }) => key), reason };
      draft.change((now) => joined(now, { key: kept.key, geometry, values }, goes));
      return kept.key;
    },
  };
}

export type Merging = ReturnType<typeof useMerging>;
