"use client";
import type { FoundCrs } from "@archipel/contracts/uploads.ts";
import { crsCatalogue, crsOf } from "@archipel/geo/crs.ts";
import { matches } from "@archipel/i18n/matches.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

interface CrsChoiceProps {
  readonly found: FoundCrs;
  readonly chosenSrid: number | null;
  readonly isPending: boolean;
  readonly disabledReason?: string | undefined;
  readonly onChoose: (srid: number) => void;
}

export function crsTitle(srid: number): string {
  const title = crsOf(srid)?.title;
  return title ? `${title} (EPSG:${srid})` : `EPSG:${srid}`;
}

/** Suggested systems first, one click each; any other is found by its name or code. */
export function CrsChoice({ found, chosenSrid, isPending, disabledReason, onChoose }: CrsChoiceProps) {
  const t = useTranslations("admin.upload.crs");
  const [isSearching, setSearching] = useState(false);
  const { how, name, candidates } = found;
  const offered = [...new Set([chosenSrid, ...candidates.map(({ srid }) => srid)])].filter((srid) => srid !== null).slice(0, 5);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{t("title")}</span>
        <Badge tone={how === "declared" || how === "by-name" ? "success" : "warning"}>{t(`how.${how}`)}</Badge>
      </div>
      {name && how !== "guessed" && <p className="break-words text-ink-muted text-small">{t("written", { name })}</p>}
      <ul className="flex flex-col gap-1.5">
        {offered.map((srid) => (
          <li key={srid}>
            <CrsButton
              srid={srid}
              isChosen={srid === chosenSrid}
              isPending={isPending}
              disabledReason={disabledReason}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
      {isSearching ? (
        <CrsSearch isPending={isPending} disabledReason={disabledReason} onChoose={onChoose} chosen={chosenSrid} />
      ) : (
        <Button className="self-start" onClick={() => setSearching(true)}>
          {t("other")}
        </Button>
      )}
    </div>
  );
}

interface CrsButtonProps extends Omit<CrsChoiceProps, "found" | "chosenSrid"> {
  readonly srid: number;
  readonly isChosen: boolean;
}

function CrsButton({ srid, isChosen, isPending, disabledReason, onChoose }: CrsButtonProps) {
  return (
    <Button
      className="w-full justify-start text-left"
      aria-pressed={isChosen}
      disabled={isPending}
      {...(disabledReason && !isChosen && { disabledReason })}
      onClick={() => {
        if (!isChosen) onChoose(srid);
      }}
    >
      <Check aria-hidden className={`size-4 shrink-0 text-accent-ink ${isChosen ? "" : "invisible"}`} />
      <span className="min-w-0">{crsTitle(srid)}</span>
    </Button>
  );
}

function CrsSearch({ chosen, ...rest }: Omit<CrsChoiceProps, "found" | "chosenSrid"> & { readonly chosen: number | null }) {
  const t = useTranslations("admin.upload.crs");
  const [typed, setTyped] = useState("");
  const found = crsCatalogue.filter(({ srid, title }) => matches(`${title} epsg:${srid}`, typed));
  const code = /^(?:epsg:)?(\d{3,6})$/i.exec(typed.trim())?.[1];
  const unlisted = code !== undefined && found.length === 0 ? Number(code) : null;
  return (
    <div className="flex flex-col gap-2">
      <Field label={t("search")} hint={t("searchHint")}>
        {(control) => <TextInput {...control} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <ul className="flex max-h-64 flex-col gap-1 overflow-y-auto p-0.5">
        {unlisted !== null && (
          <li>
            <CrsButton {...rest} srid={unlisted} isChosen={unlisted === chosen} />
          </li>
        )}
        {found.map(({ srid }) => (
          <li key={srid}>
            <CrsButton {...rest} srid={srid} isChosen={srid === chosen} />
          </li>
        ))}
      </ul>
      {found.length === 0 && unlisted === null && <p className="text-ink-muted">{t("none")}</p>}
    </div>
  );
}
