import { Button } from "@archipel/ui/button.tsx";
import { Camera } from "lucide-react";
import { useTranslations } from "next-intl";

interface EditedViewProps {
  /** The map shows what the chapter shows. */
  readonly isSame: boolean;
  readonly onTake: () => void;
  readonly onShow: () => void;
}

/** Whether the map shows the view of the chapter, and the way from one to the other. */
export function EditedView({ isSame, onTake, onShow }: EditedViewProps) {
  const t = useTranslations("maps.edit");
  return (
    <div className="grid gap-2">
      <p aria-live="polite" className="text-ink-muted text-small">
        {t(isSame ? "viewTaken" : "viewDiffers")}
      </p>
      {!isSame && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={onTake}>
            <Camera aria-hidden className="size-5" />
            {t("useView")}
          </Button>
          <Button tone="quiet" onClick={onShow}>
            {t("showView")}
          </Button>
        </div>
      )}
    </div>
  );
}
