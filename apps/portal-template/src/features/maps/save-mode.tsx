import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { Bookmark, FileText } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ModeContext, ModeView } from "../map-kit/map-mode.ts";
import { MapText } from "./map-text.tsx";

/** Loaded when a person first saves. */
const SaveDialog = dynamic(() => import("./save-dialog.tsx"), { ssr: false });

/** One of the buttons in a row of the map's tools. */
const SQUARE = "border-0! rounded-none!";

/** Texts of at least this length get the whole height. */
const LONG_TEXT = 600;

/** The text of the saved map that the page opened, and saving what the map shows. */
export function useSaveMode({ portal, saved, state, dispatch, isSignedIn, locale }: ModeContext): ModeView {
  const t = useTranslations("maps");
  const [first] = useState(state.marker);
  const [isOpen, setOpen] = useState(true);
  // What the visitor then clicks is shown in place of the text.
  const isRead = saved !== null && isOpen && state.marker === first && state.selection === null;
  const read = () => {
    dispatch({ type: "cleared" });
    dispatch({ type: "marked", marker: first });
    setOpen(true);
  };
  const [opened, setOpened] = useState<"never" | "open" | "closed">("never");
  return {
    key: isRead ? `map/${saved.map.id}` : null,
    isTall: isRead && saved.html.length > LONG_TEXT,
    panel: isRead && <MapText saved={saved} locale={locale} onClose={() => setOpen(false)} />,
    tool: (
      <>
        {saved && !isRead && (
          <Tooltip text={t("view.show")} side="top">
            <Button isSquare tone="quiet" className={SQUARE} aria-label={t("view.show")} onClick={read}>
              <FileText aria-hidden className="size-5" />
            </Button>
          </Tooltip>
        )}
        <Tooltip text={t("save.action")} side="top">
          <Button isSquare tone="quiet" className={SQUARE} aria-label={t("save.action")} onClick={() => setOpened("open")}>
            <Bookmark aria-hidden className="size-5" />
          </Button>
        </Tooltip>
      </>
    ),
    // Outside the frame of the page, which mounts its parts again when the width changes: what was typed stays.
    tray: opened !== "never" && (
      <SaveDialog
        isOpen={opened === "open"}
        onOpenChange={(isOpen) => setOpened(isOpen ? "open" : "closed")}
        portalId={portal.id}
        saved={saved?.map ?? null}
        state={state}
        isSignedIn={isSignedIn}
        locale={locale}
      />
    ),
  };
}
