"use client";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { clsx } from "clsx";
import { Check, Crosshair, LocateFixed, MapPin, MoveUpRight, Pentagon, Spline, Type, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Place, ReportDraft, SketchMark } from "../drafts/draft.ts";
import { type SketchKind, useSketching } from "./use-sketching.ts";

interface PlaceStepProps {
  readonly draft: ReportDraft;
  readonly handle: MapHandle;
  readonly colours: EditColours;
  readonly sketching: SketchKind | null;
  readonly onSketching: (kind: SketchKind | null) => void;
  readonly isMissing: boolean;
  readonly onPlace: (place: Place) => void;
  readonly onMarks: (change: (marks: readonly SketchMark[]) => readonly SketchMark[]) => void;
}

const KINDS = [
  ["point", MapPin],
  ["line", Spline],
  ["area", Pentagon],
  ["arrow", MoveUpRight],
  ["text", Type],
] as const;

/** The place of the report, chosen by a photo, a tap, the cross, the visitor's own position or the keyboard; then, if they want, a sketch. */
export function PlaceStep(props: PlaceStepProps) {
  const { draft, handle, colours, sketching, onSketching, isMissing, onPlace, onMarks } = props;
  const t = useTranslations("reports.place");
  const [isLocating, setLocating] = useState(false);
  const [isLost, setLost] = useState(false);
  const [written, setWritten] = useState<SketchMark["geometry"] | null>(null);
  const finish = useSketching({
    handle,
    colours,
    kind: sketching,
    onDrawn: (kind, geometry) => {
      onSketching(null);
      if (kind === "text") setWritten({ ...geometry });
      else onMarks((last) => [...last, { type: "Feature", properties: { kind }, geometry: { ...geometry } }]);
      // A sketched point is the place of the report as long as none was chosen.
      if (!draft.place && geometry.type === "Point") onPlace({ lon: geometry.coordinates[0] ?? 0, lat: geometry.coordinates[1] ?? 0 });
    },
    onEnd: () => onSketching(null),
  });
  const locate = () => {
    setLocating(true);
    setLost(false);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        setLocating(false);
        onPlace({ lon: longitude, lat: latitude });
        handle.flyTo({ lon: longitude, lat: latitude, zoom: 17 });
      },
      () => {
        setLocating(false);
        setLost(true);
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  };
  if (sketching) {
    return (
      <div className="flex items-center gap-3">
        <p aria-live="polite" className="flex-1 text-small">
          {t(`drawing.${sketching}`)}
        </p>
        <Button onClick={finish}>{t("stop")}</Button>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <p aria-live="polite" className={draft.place ? "flex items-start gap-2 font-medium" : "text-ink-muted"}>
        {draft.place && <Check aria-hidden className="mt-0.5 size-5 shrink-0 text-success" />}
        {t(draft.place ? "placed" : "hint")}
        {!draft.place && <span className="pointer-coarse:hidden"> {t("hintKeys")}</span>}
      </p>
      {isMissing && !draft.place && <Alert tone="danger" isLive title={t("missing")} />}
      <div className="grid grid-cols-[auto_auto] gap-2">
        <Button tone={draft.place ? "secondary" : "primary"} className="min-h-12! gap-1.5! px-2!" onClick={() => onPlace(handle.middle())}>
          <Crosshair aria-hidden className="size-5 shrink-0" />
          {t("here")}
        </Button>
        <Button className="min-h-12! gap-1.5! px-2!" aria-busy={isLocating} onClick={locate}>
          <LocateFixed aria-hidden className={clsx("size-5 shrink-0", isLocating && "animate-pulse")} />
          {t("mine")}
        </Button>
      </div>
      {isLost && <Alert tone="warning" isLive title={t("lost")} repair={t("lostRepair")} />}
      <fieldset className="grid gap-2 border-line border-t pt-3">
        <legend className="sr-only">{t("sketch")}</legend>
        <p className="text-ink-muted text-small">{t("sketchHint")}</p>
        <div className="flex flex-wrap gap-1">
          {KINDS.map(([kind, Icon]) => (
            <Button key={kind} className="flex-1 flex-col! gap-1! px-1! text-small!" onClick={() => onSketching(kind)}>
              <Icon aria-hidden className="size-5" />
              {t(`kinds.${kind}`)}
            </Button>
          ))}
        </div>
        {draft.marks.length > 0 && (
          <div className="flex items-center justify-between gap-2">
            <p aria-live="polite" className="text-small">
              {t("marks", { count: draft.marks.length })}
            </p>
            <Button tone="quiet" className="-mr-2 px-2! text-small!" onClick={() => onMarks((last) => last.slice(0, -1))}>
              <Undo2 aria-hidden className="size-4 shrink-0" />
              {t("undo")}
            </Button>
          </div>
        )}
        {written && (
          <TextForm
            onWritten={(text) => {
              if (text) onMarks((last) => [...last, { type: "Feature", properties: { kind: "text", text }, geometry: written }]);
              setWritten(null);
            }}
          />
        )}
      </fieldset>
    </div>
  );
}

/** The input for a text in the sketch. Returns an empty text when nothing was typed. */
function TextForm({ onWritten }: { readonly onWritten: (text: string) => void }) {
  const t = useTranslations("reports.place");
  const [words, setWords] = useState("");
  return (
    <form
      method="dialog"
      className="grid gap-2 rounded-card border border-line bg-ground p-3"
      onSubmit={(event) => {
        event.preventDefault();
        onWritten(words.trim());
      }}
    >
      <Field label={t("words")}>
        {(control) => <TextInput {...control} autoFocus maxLength={200} value={words} onChange={(event) => setWords(event.target.value)} />}
      </Field>
      <Button type="submit">{t("write")}</Button>
    </form>
  );
}
