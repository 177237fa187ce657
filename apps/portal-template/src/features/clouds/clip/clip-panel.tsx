import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Box } from "@archipel/point-view/scene/box.ts";
import { FACES, type Face, withFace } from "@archipel/point-view/scene/clip.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { PackageOpen, ScanEye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { numberOf } from "../number-of.ts";
import type { Clip } from "./use-clip.ts";

interface ClipPanelProps {
  readonly engine: CloudEngine;
  readonly clip: Clip;
  readonly locale: Locale;
  /** Takes what is inside. */
  readonly onTake: (box: Box) => void;
}

/** Limits the points to a box: its sides as numbers, and what one can do with what is inside. */
export function ClipPanel({ engine, clip: { box, change }, locale, onTake }: ClipPanelProps) {
  const t = useTranslations("clouds.viewer.clip");
  return (
    <section className="grid gap-3">
      <Switch label={t("title")} checked={box !== null} onCheckedChange={(isOn) => change(isOn ? engine.firstClip() : null)} />
      {box && (
        <>
          <p className="text-ink-muted text-small">{t("hint")}</p>
          <div className="grid grid-cols-2 gap-3">
            {FACES.map((face) => (
              <FaceField key={`${face.axis}${face.side}`} {...{ box, face, locale }} onBox={change} />
            ))}
          </div>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => change(engine.firstClip())}>
              <ScanEye aria-hidden className="size-5" />
              {t("here")}
            </Button>
            <Button onClick={() => onTake(box)}>
              <PackageOpen aria-hidden className="size-5" />
              {t("take")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

interface FaceFieldProps {
  readonly box: Box;
  readonly face: Face;
  readonly locale: Locale;
  readonly onBox: (box: Box) => void;
}

/** One side as a number. What is typed counts when the field is left or Enter is pressed: half a number is another place. */
function FaceField({ box, face, locale, onBox }: FaceFieldProps) {
  const t = useTranslations("clouds.viewer.clip");
  const [text, setText] = useState<string | null>(null);
  const settle = () => {
    const value = text === null ? Number.NaN : numberOf(text);
    if (Number.isFinite(value)) onBox(withFace(box, face, value));
    setText(null);
  };
  return (
    <Field label={t(`face.${face.axis}${face.side}`)}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="decimal"
          className="figures"
          value={text ?? formatNumber(locale, box[face.side][face.axis], 1)}
          onChange={({ target: { value } }) => setText(value)}
          onBlur={settle}
          onKeyDown={({ key }) => {
            if (key === "Enter") settle();
            if (key === "Escape") setText(null);
          }}
        />
      )}
    </Field>
  );
}
