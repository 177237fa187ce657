"use client";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { formatCoordinates } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useSettled } from "../../../kit/use-settled.ts";
import { typedPlace } from "./tried-place.ts";

const PlaceMap = dynamic(() => import("./place-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-56" /> });

interface PlaceChoiceProps {
  readonly portalId: string;
  readonly place: AnswerPlace;
  /** Where the place is, once it is found: parcels have no coordinates before. */
  readonly centre: readonly [number, number] | null;
  readonly onChoose: (place: AnswerPlace) => void;
}

/** Chooses the place of a test: by words, typed coordinates, identifiers of parcels, or a click on the map. */
export function PlaceChoice({ portalId, place, centre, onChoose }: PlaceChoiceProps) {
  const t = useTranslations("admin.answers.trial");
  const locale = useLocale();
  const label =
    place.kind === "parcels"
      ? place.ids.join(", ")
      : (place.label ?? (place.kind === "point" ? formatCoordinates(locale, place.lon, place.lat) : ""));
  const at = place.kind === "point" ? ([place.lon, place.lat] as const) : centre;
  return (
    <div className="flex flex-col gap-3">
      <PlaceSearch portalId={portalId} onChoose={onChoose} />
      <p className="text-small">
        <span className="text-ink-muted">{t("place")}</span> <span className="break-words font-medium">{label}</span>
      </p>
      <PlaceMap label={t("map")} at={at} onChoose={onChoose} />
      <p className="text-ink-muted text-small">{t("mapHint")}</p>
    </div>
  );
}

function PlaceSearch({ portalId, onChoose }: Pick<PlaceChoiceProps, "portalId" | "onChoose">) {
  const t = useTranslations("admin.answers.trial");
  const locale = useLocale();
  const api = useApi();
  const list = useId();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim(), 250);
  const own = typedPlace(typed);
  const isSearched = q.length >= 2 && !own;
  const found = useQuery(api.search.suggest.queryOptions({ portalId, q: q.slice(0, 200), locale }, { enabled: isSearched }));
  const results = isSearched ? (found.data?.groups ?? []).flatMap((group) => group.results) : [];
  const suggestions = results.filter(({ lon, lat }) => lon !== null && lat !== null);
  const choose = (place: AnswerPlace) => {
    setTyped("");
    onChoose(place);
  };
  return (
    <search className="flex flex-col gap-2">
      <form
        method="dialog"
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (own) choose(own);
        }}
      >
        <Field label={t("search")} hint={t("searchHint")} className="min-w-0 flex-1">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              autoComplete="off"
              aria-controls={list}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
        <Button type="submit" {...(!own && { disabledReason: t("typeFirst") })}>
          {t("go")}
        </Button>
      </form>
      <ul id={list} aria-live="polite" className="flex flex-col">
        {suggestions.map(({ kind, label, detail, lon, lat }) => (
          <li key={`${kind} ${label} ${lon} ${lat}`}>
            <button
              type="button"
              className="flex min-h-10 w-full flex-wrap items-baseline gap-x-2 rounded-control px-3 py-1.5 text-left hover:bg-sunken"
              onClick={() =>
                choose({ kind: "point", lon: lon ?? 0, lat: lat ?? 0, precision: kind === "address" ? "building" : "exact", label })
              }
            >
              <span className="break-words">{label}</span>
              <span className="text-ink-muted text-small">{detail}</span>
            </button>
          </li>
        ))}
        {isSearched && found.data && suggestions.length === 0 && <li className="px-3 text-ink-muted text-small">{t("nothing")}</li>}
      </ul>
    </search>
  );
}
