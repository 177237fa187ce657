"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { lookOf } from "@archipel/map-style/draw/by-class.ts";
import type { Appearance, ClassSymbol } from "@archipel/map-style/layer-style.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Popover } from "@archipel/ui/popover.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { SlidersHorizontal, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ColourDot } from "./colour-dot.tsx";
import { SymbolFields } from "./symbol-fields.tsx";

interface StyleClass extends ClassSymbol {
  readonly colour: string;
  readonly label?: string | undefined;
}

interface ClassRowProps {
  /** The value or limit of the class, for accessible names. */
  readonly name: string;
  readonly layer: Pick<LayerSummary, "geometry">;
  /** The look of the layer, which the class inherits. */
  readonly appearance: Appearance | undefined;
  readonly value: StyleClass;
  /** What the legend says without a label. */
  readonly placeholder?: string | undefined;
  /** Shows the value or edits the limit. */
  readonly children: ReactNode;
  readonly onChange: (part: Partial<StyleClass>, about: string) => void;
  readonly onRemove?: (() => void) | undefined;
}

const OWN: readonly (keyof ClassSymbol)[] = ["outline", "opacity", "widthPx", "radiusPx", "pattern", "icon", "dash"];

/** A class: its colour, value, label, and what else may differ from the layer. */
export function ClassRow({ name, layer, appearance, value, placeholder, children, onChange, onRemove }: ClassRowProps) {
  const t = useTranslations("layers.style");
  const hasOwn = OWN.some((key) => value[key] !== undefined);
  return (
    <>
      <ColourDot value={value.colour} label={t("pickColour", { what: name })} onChange={(colour) => onChange({ colour }, "colour")} />
      {children}
      <TextInput
        aria-label={t("classLabel", { value: name })}
        placeholder={placeholder ?? t("classLabelPlaceholder")}
        value={value.label ?? ""}
        maxLength={120}
        className="min-w-0 flex-1"
        onChange={(event) => onChange({ label: event.target.value || undefined }, "label")}
      />
      <Popover
        title={t("classSettings", { value: name })}
        trigger={
          <Button tone="quiet" isSquare aria-label={t("classSettings", { value: name })} className={hasOwn ? "" : "text-ink-muted!"}>
            <SlidersHorizontal aria-hidden className="size-4" />
          </Button>
        }
        foot={
          hasOwn && (
            <Button tone="quiet" onClick={() => onChange(Object.fromEntries(OWN.map((key) => [key, undefined])), "own")}>
              {t("likeLayer")}
            </Button>
          )
        }
      >
        <div className="p-4">
          <SymbolFields geometry={layer.geometry} look={lookOf(appearance, value)} colour={value.colour} onChange={onChange} />
        </div>
      </Popover>
      {onRemove && (
        <Button tone="quiet" isSquare aria-label={t("removeClass", { value: name })} onClick={onRemove}>
          <X aria-hidden className="size-4" />
        </Button>
      )}
    </>
  );
}
