import type { PictureLayer } from "@archipel/map/layers/pictures.ts";
import type { LayerState } from "@archipel/map/model/map-state.ts";
import { BASEMAPS, type Basemap } from "@archipel/map-style/basemap-choice.ts";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { useId } from "react";

/** What is below the data of one side: a basemap, or the pictures of a dataset over it. */
export interface SideGround {
  readonly basemap: Basemap;
  /** Id of the dataset. */
  readonly pictures: string | null;
}

interface SwipeBasemapsProps {
  readonly pictures: readonly PictureLayer[];
  readonly left: SideGround;
  readonly right: SideGround;
  readonly onLeft: (ground: SideGround) => void;
  readonly onRight: (ground: SideGround) => void;
}

/** The basemap of each side: a plan beside aerial pictures, for example. */
export function SwipeBasemaps({ pictures, left, right, onLeft, onRight }: SwipeBasemapsProps) {
  const t = useTranslations("tools.swipe");
  const basemaps = useTranslations("map.basemaps");
  const id = useId();
  const options = [
    ...BASEMAPS.map((one) => ({ value: one as string, label: basemaps(one) })),
    ...pictures.map((one) => ({ value: one.id, label: one.datasetTitle })),
  ];
  const chosen = (value: string): SideGround => {
    const basemap = BASEMAPS.find((one) => one === value);
    return basemap ? { basemap, pictures: null } : { basemap: "plan", pictures: value };
  };
  const sides = [
    { name: "left", label: t("basemapLeft"), ground: left, onChange: onLeft },
    { name: "right", label: t("basemapRight"), ground: right, onChange: onRight },
  ] as const;
  return (
    <div className="mt-2 grid grid-cols-2 gap-3">
      {sides.map(({ name, label, ground, onChange }) => (
        <div key={name} className="min-w-0">
          <label htmlFor={`${id}${name}`} className="text-ink-muted text-small">
            {label}
          </label>
          <Select
            id={`${id}${name}`}
            options={options}
            value={ground.pictures ?? ground.basemap}
            onChange={(event) => onChange(chosen(event.target.value))}
          />
        </div>
      ))}
    </div>
  );
}

/** The layers of a side with the pictures of its ground: those of no other dataset. */
export function onGround(states: readonly LayerState[], pictures: readonly PictureLayer[], { pictures: chosen }: SideGround): LayerState[] {
  return states.map((state) => (pictures.some(({ id }) => id === state.id) ? { ...state, isOn: state.id === chosen } : state));
}
