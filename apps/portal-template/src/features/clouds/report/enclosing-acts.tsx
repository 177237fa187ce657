import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Eye, Frame, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { PlaceActs } from "../place-acts.tsx";
import { ENCLOSINGS, type Enclosing } from "./use-enclosing.ts";

interface EnclosingActsProps {
  readonly engine: CloudEngine;
  readonly enclosing: Enclosing;
  /** Takes the point in the middle of the view. */
  readonly onMiddle: () => void;
}

/** How points are enclosed, and the buttons of that way. */
export function EnclosingActs({ engine, enclosing, onMiddle }: EnclosingActsProps) {
  const t = useTranslations("clouds.viewer.report");
  const { by, choose, places, dispatch, lasso, encloseMiddle, clear } = enclosing;
  return (
    <>
      <RadioGroup
        legend={t("encloseBy")}
        name="cloud-enclose"
        value={by}
        options={ENCLOSINGS.map((value) => ({ value, label: t(`enclosing.${value}`) }))}
        onValueChange={(value) => choose(ENCLOSINGS.find((one) => one === value) ?? "places")}
      />
      <p className="text-ink-muted text-small">{t(`enclosingHint.${by}`)}</p>
      {by === "places" ? (
        <PlaceActs places={places.places} dispatch={dispatch} onMiddle={onMiddle} />
      ) : (
        <div className="flex flex-wrap gap-1">
          <Button className="min-w-0 px-3" onClick={encloseMiddle}>
            <Frame aria-hidden className="size-4" />
            {t("frame")}
          </Button>
          {lasso && (
            <>
              <Button className="min-w-0 px-3" onClick={() => engine.move(lasso.camera)}>
                <Eye aria-hidden className="size-4" />
                {t("lassoView")}
              </Button>
              <Button tone="quiet" isSquare aria-label={t("clear")} onClick={clear}>
                <Trash2 aria-hidden className="size-5" />
              </Button>
            </>
          )}
        </div>
      )}
    </>
  );
}
