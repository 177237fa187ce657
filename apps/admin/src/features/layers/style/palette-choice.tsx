"use client";
import type { PaletteChoice as Chosen } from "@archipel/map-style/layer-style.ts";
import { coloursOf, PALETTES, type Palette, type PaletteKind, paletteOf } from "@archipel/map-style/palettes.ts";
import { isSafeForAll } from "@archipel/map-style/vision.ts";
import { Popover } from "@archipel/ui/popover.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { clsx } from "clsx";
import { ChevronDown, Eye } from "lucide-react";
import { useTranslations } from "next-intl";

interface PaletteChoiceProps {
  readonly value: Chosen | undefined;
  /** The colours in use, which a person may have changed. */
  readonly colours: readonly string[];
  /** Which kinds to offer, the best first. */
  readonly kinds: readonly PaletteKind[];
  readonly onChange: (palette: Chosen) => void;
}

/** The palette of the classes. Palettes whose classes stay distinct for every colour vision have a mark. */
export function PaletteChoice({ value, colours, kinds, onChange }: PaletteChoiceProps) {
  const t = useTranslations("layers.style");
  const count = Math.max(2, colours.length);
  const palette = paletteOf(value?.id);
  const isOwn = !palette || coloursOf(palette, colours.length, value?.isReversed).join() !== colours.join();
  const name = isOwn || !palette ? t("ownColours") : nameOf(palette);
  function nameOf({ id }: Palette) {
    return isPaletteName(id) ? t(`palettes.${id}`) : id;
  }
  return (
    <div className="flex flex-col gap-1.5">
      <span className="font-medium">{t("palette")}</span>
      <Popover
        title={t("palette")}
        align="start"
        trigger={
          <button
            type="button"
            aria-label={t("paletteOf", { name })}
            className="flex min-h-control items-center gap-3 rounded-control border border-line-strong bg-surface px-3 py-1.5 text-left"
          >
            <Strip colours={colours} />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <ChevronDown aria-hidden className="size-4 text-ink-muted" />
          </button>
        }
        foot={
          palette && (
            <Switch
              label={t("reversed")}
              checked={value?.isReversed === true}
              onCheckedChange={(isReversed) => onChange({ id: palette.id, ...(isReversed && { isReversed }) })}
            />
          )
        }
      >
        <div className="flex flex-col gap-3 p-3">
          {kinds.map((kind) => (
            <fieldset key={kind}>
              <legend className="px-1 text-ink-muted text-small">{t(`paletteKinds.${kind}`)}</legend>
              {PALETTES.filter((one) => one.kind === kind).map((one) => {
                const shown = coloursOf(one, count, value?.isReversed);
                const isSafe = isSafeForAll(shown.slice(0, one.kind === "qualitative" ? one.colours.length : undefined));
                return (
                  <button
                    key={one.id}
                    type="button"
                    aria-pressed={!isOwn && one.id === value?.id}
                    onClick={() => onChange({ id: one.id, ...(value?.isReversed && { isReversed: true }) })}
                    className={clsx(
                      "flex min-h-10 w-full items-center gap-3 rounded-control px-2 text-left hover:bg-sunken",
                      !isOwn && one.id === value?.id && "bg-accent-soft",
                    )}
                  >
                    <Strip colours={shown} />
                    <span className="min-w-0 flex-1 truncate">{nameOf(one)}</span>
                    {isSafe && (
                      <span title={t("safe")} className="flex text-success">
                        <Eye aria-hidden className="size-4" />
                        <span className="sr-only">{t("safe")}</span>
                      </span>
                    )}
                  </button>
                );
              })}
            </fieldset>
          ))}
          <p className="flex items-center gap-2 px-1 text-ink-muted text-small">
            <Eye aria-hidden className="size-4 shrink-0 text-success" />
            {t("safe")}
          </p>
        </div>
      </Popover>
    </div>
  );
}

function Strip({ colours }: { readonly colours: readonly string[] }) {
  return (
    <span aria-hidden className="flex h-5 w-28 shrink-0 overflow-hidden rounded-sm border border-line">
      {colours.slice(0, 16).map((colour, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a colour is its place in the strip
        <span key={index} className="flex-1" style={{ background: colour }} />
      ))}
    </span>
  );
}

const NAMES = [
  "blue",
  "green",
  "orange",
  "violet",
  "red",
  "grey",
  "ember",
  "lagoon",
  "viridis",
  "blue-red",
  "violet-green",
  "brown-teal",
  "vivid",
  "okabe-ito",
  "pastel",
  "dark",
] as const;

const isPaletteName = (id: string): id is (typeof NAMES)[number] => NAMES.some((name) => name === id);
