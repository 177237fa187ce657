"use client";
import { PORTAL_PICTURES, type PortalPicture } from "@archipel/contracts/portals.ts";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarlyIn } from "@archipel/ui/hear-early.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { clsx } from "clsx";
import { ImageUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { ChosenPictures, PictureAddresses } from "./portal-pictures.ts";

interface PicturesSectionProps {
  readonly shown: PictureAddresses;
  readonly chosen: ChosenPictures;
  readonly onChosen: (chosen: ChosenPictures) => void;
}

/** The logo for each mode, the icon and the picture that other sites show. */
export function PicturesSection({ shown, chosen, onChosen }: PicturesSectionProps) {
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      {PORTAL_PICTURES.map((picture) => (
        <PictureField
          key={picture}
          picture={picture}
          address={shown[picture]}
          onChoose={(file) => onChosen({ ...chosen, [picture]: file })}
        />
      ))}
    </div>
  );
}

interface PictureFieldProps {
  readonly picture: PortalPicture;
  readonly address: string | undefined;
  /** Null: the picture is removed. */
  readonly onChoose: (file: File | null) => void;
}

function PictureField({ picture, address, onChoose }: PictureFieldProps) {
  const t = useTranslations("admin.portals.pictures");
  const input = useRef<HTMLInputElement>(null);
  const name = t(`${picture}.name`);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-2 font-medium">{name}</legend>
      <p className="text-ink-muted text-small">{t(`${picture}.hint`)}</p>
      <div className="mt-auto flex flex-wrap items-center gap-3">
        {address && (
          // Each logo on a ground of its own mode: a white one would not be seen on white.
          <span className={clsx("rounded-control border border-line p-2", picture === "dark-logo" ? "bg-black" : "bg-white")}>
            <PlainImage src={address} alt={t("shown", { name })} className="h-12 w-auto max-w-40 object-contain" />
          </span>
        )}
        <Button onClick={() => input.current?.click()} aria-label={t(address ? "changeNamed" : "chooseNamed", { name })}>
          <ImageUp aria-hidden className="size-4" />
          {t(address ? "change" : "choose")}
        </Button>
        {address && (
          <Button tone="quiet" isSquare onClick={() => onChoose(null)} aria-label={t("remove", { name })} title={t("remove", { name })}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
        )}
        <input
          ref={hearEarlyIn(input)}
          type="file"
          hidden
          aria-label={t("chooseNamed", { name })}
          accept="image/png,image/jpeg,image/webp,image/svg+xml"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) onChoose(file);
            event.target.value = "";
          }}
        />
      </div>
    </fieldset>
  );
}
